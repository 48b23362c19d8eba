// Goal: what the page says by MQTT is MQTT, and it understands what it is told, however the stream is cut.
// Method: mqtt-packet, which knows all of the protocol, at the other end.
import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { connectPacket, createReader, pubackPacket, subscribePacket } from '../../../console/live/packets.ts';

function parsed(bytes: Uint8Array): mqttPacket.Packet | undefined {
  const parser = mqttPacket.parser();
  let found: mqttPacket.Packet | undefined;
  parser.on('packet', (packet) => {
    found = packet;
  });
  parser.parse(Buffer.from(bytes));
  return found;
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).filter((one) => one.isWellFormed());

describe('what is sent', () => {
  it('CONNECT carries whose it is, and neither a will nor a session of before', () => {
    fc.assert(
      fc.property(text, text, text, (clientId, username, password) => {
        const packet = parsed(connectPacket({ clientId, username, password, keepAliveS: 30 }));
        expect(packet).toMatchObject({
          cmd: 'connect',
          clientId,
          username,
          clean: true,
          keepalive: 30,
          protocolVersion: 4,
        });
        expect(packet).not.toHaveProperty('will');
        expect(packet?.cmd === 'connect' && String(packet.password)).toBe(password);
      }),
    );
  });

  it('SUBSCRIBE asks for QoS 1, and PUBACK names the message', () => {
    const subscriptions = [
      { topic: 'a/+/b', qos: 1 },
      { topic: 'c', qos: 1 },
    ];
    expect(parsed(subscribePacket(7, ['a/+/b', 'c']))).toMatchObject({ cmd: 'subscribe', messageId: 7, subscriptions });
    expect(parsed(pubackPacket(65_535))).toMatchObject({ cmd: 'puback', messageId: 65_535 });
  });
});

it('messages are understood however the stream is cut', () => {
  const message = fc.record({
    topic: text,
    payload: fc.uint8Array({ maxLength: 20_000 }),
    id: fc.integer({ min: 1, max: 65_535 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 4 }), fc.array(fc.nat(60_000)), (messages, cuts) => {
      const stream = Buffer.concat([
        mqttPacket.generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }),
        mqttPacket.generate({ cmd: 'suback', messageId: 1, granted: [1, 128] }),
        ...messages.map(({ topic, payload, id }) =>
          mqttPacket.generate({
            cmd: 'publish',
            topic,
            payload: Buffer.from(payload),
            messageId: id,
            qos: 1,
            dup: false,
            retain: false,
          }),
        ),
        mqttPacket.generate({ cmd: 'pingresp' }),
      ]);
      const at = [0, ...cuts.map((cut) => cut % stream.length).toSorted((a, b) => a - b), stream.length];
      const read = createReader();
      const packets = at.slice(1).flatMap((end, index) => read(new Uint8Array(stream.subarray(at[index], end))));
      expect(packets).toEqual([
        { kind: 'connack', code: 0 },
        { kind: 'suback', codes: [1, 128] },
        ...messages.map(({ topic, payload, id }) => ({ kind: 'publish', topic, payload, id })),
        { kind: 'pingresp' },
      ]);
    }),
    { numRuns: 60 },
  );
});
