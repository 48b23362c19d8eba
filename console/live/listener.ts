import { listenLimits } from '../limits.ts';
import {
  connectPacket,
  createReader,
  disconnectPacket,
  type Packet,
  pingPacket,
  pubackPacket,
  subscribePacket,
} from './packets.ts';

export interface ListenOptions {
  url: string;
  clientId: string;
  username: string;
  password: string;
  filters: readonly string[];
}

export interface ListenHandlers {
  /** From now on whatever is published is heard. */
  onListening(): void;
  onMessage(payload: Uint8Array): void;
  /** Once, however it came. `refused`: the broker does not want this client, or not to hear that. */
  onEnd(why: 'refused' | 'gone'): void;
}

/** Listens by MQTT over WebSocket until it ends; whoever wants to go on listens anew. @returns ends it. */
export function listen(options: ListenOptions, { onListening, onMessage, onEnd }: ListenHandlers): () => void {
  const socket = new WebSocket(options.url, 'mqtt');
  socket.binaryType = 'arraybuffer';
  const readPackets = createReader();
  const asked = Math.ceil(options.filters.length / listenLimits.filtersPerPacket);
  let granted = 0;
  let ended = false;
  let pings: ReturnType<typeof setInterval> | undefined;
  let overdue = setTimeout(() => end('gone'), listenLimits.answerMs);

  const end = (why: 'refused' | 'gone') => {
    if (ended) return;
    ended = true;
    clearInterval(pings);
    clearTimeout(overdue);
    socket.close();
    onEnd(why);
  };
  const expectAnswer = () => {
    clearTimeout(overdue);
    overdue = setTimeout(() => end('gone'), listenLimits.answerMs);
  };
  const take = (packet: Packet) => {
    if (packet.kind === 'connack') {
      if (packet.code !== 0) return end('refused');
      for (let index = 0; index < asked; index++) {
        const some = options.filters.slice(
          index * listenLimits.filtersPerPacket,
          (index + 1) * listenLimits.filtersPerPacket,
        );
        socket.send(subscribePacket(index + 1, some));
      }
    } else if (packet.kind === 'suback') {
      // [MQTT-3.9.3]: 0x80 is a failure.
      if (packet.codes.some((code) => code > 2)) return end('refused');
      granted += 1;
      if (granted < asked) return;
      clearTimeout(overdue);
      pings = setInterval(() => {
        socket.send(pingPacket);
        expectAnswer();
      }, listenLimits.keepAliveS * 500);
      onListening();
    } else if (packet.kind === 'publish') {
      onMessage(packet.payload);
      if (packet.id !== undefined) socket.send(pubackPacket(packet.id));
    } else if (packet.kind === 'pingresp') clearTimeout(overdue);
  };

  socket.onopen = () => socket.send(connectPacket({ ...options, keepAliveS: listenLimits.keepAliveS }));
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    if (ended) return;
    for (const packet of readPackets(new Uint8Array(data))) take(packet);
  };
  socket.onclose = () => end('gone');
  return () => {
    if (socket.readyState === WebSocket.OPEN) socket.send(disconnectPacket);
    end('gone');
  };
}
