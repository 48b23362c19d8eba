/**
 * As much of MQTT 3.1.1 as somebody needs who only listens: what it sends, and what it is sent.
 * http://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 */

export type Packet =
  | { kind: 'connack'; code: number }
  | { kind: 'suback'; codes: number[] }
  | { kind: 'publish'; topic: string; payload: Uint8Array; id: number | undefined }
  | { kind: 'pingresp' }
  | { kind: 'other' };

/** Bytes as a socket takes them. */
type Packed = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** CONNECT with a clean session and without a will. */
export function connectPacket(options: {
  clientId: string;
  username: string;
  password: string;
  keepAliveS: number;
}): Packed {
  const { clientId, username, password, keepAliveS } = options;
  // [MQTT-3.1.2]: protocol name and level 4; flags: user name, password, clean session.
  const head = [...text('MQTT'), 4, 0b1100_0010, ...twoBytes(keepAliveS)];
  return packet(0x10, [...head, ...text(clientId), ...text(username), ...text(password)]);
}

/** SUBSCRIBE to each of them with QoS 1. */
export function subscribePacket(id: number, filters: readonly string[]): Packed {
  return packet(0x82, [...twoBytes(id), ...filters.flatMap((filter) => [...text(filter), 1])]);
}

export function pubackPacket(id: number): Packed {
  return packet(0x40, twoBytes(id));
}

export const pingPacket = packet(0xc0, []);
export const disconnectPacket = packet(0xe0, []);

/** Takes packets out of a stream, however it was cut. */
export function createReader(): (bytes: Uint8Array) => Packet[] {
  let rest = new Uint8Array(0);
  return (bytes) => {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const packets: Packet[] = [];
    let at = 0;
    for (;;) {
      const length = lengthAt(all, at + 1);
      if (length === undefined || length.end + length.value > all.length) break;
      packets.push(read(all[at] ?? 0, all.subarray(length.end, length.end + length.value)));
      at = length.end + length.value;
    }
    rest = all.slice(at);
    return packets;
  };
}

function read(head: number, body: Uint8Array): Packet {
  switch (head >> 4) {
    case 2:
      return { kind: 'connack', code: body[1] ?? 0xff };
    case 3:
      return readPublish((head >> 1) & 3, body);
    case 9:
      return { kind: 'suback', codes: [...body.subarray(2)] };
    case 13:
      return { kind: 'pingresp' };
    default:
      return { kind: 'other' };
  }
}

function readPublish(qos: number, body: Uint8Array): Packet {
  const topicEnd = 2 + numberAt(body, 0);
  const payloadAt = topicEnd + (qos > 0 ? 2 : 0);
  return {
    kind: 'publish',
    topic: fromUtf8.decode(body.subarray(2, topicEnd)),
    payload: body.slice(payloadAt),
    id: qos > 0 ? numberAt(body, topicEnd) : undefined,
  };
}

/** [MQTT-2.2.3]: seven bits a byte, four bytes at most; undefined while not all of them are there. */
function lengthAt(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  throw new RangeError('No packet is as long as this.');
}

function packet(head: number, body: readonly number[]): Packed {
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  return Uint8Array.from([head, ...length, ...body]);
}

function text(value: string): number[] {
  const bytes = utf8.encode(value);
  return [...twoBytes(bytes.length), ...bytes];
}

function twoBytes(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function numberAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
