import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { Broker } from '../iot/broker.ts';
import { iotLimits } from '../limits.ts';
import { refuseUpgrade } from './server.ts';

const path = '/mqtt';

/**
 * MQTT over WebSocket: hands the stream of a socket to the broker, which asks a custom authorizer about its CONNECT.
 * https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html
 */
export function createMqttUpgrade(broker: Pick<Broker, 'attach'>) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: iotLimits.packetMaxBytes,
    handleProtocols: () => 'mqtt',
  });
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const [asked, query] = (request.url ?? '').split('?');
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
    if (asked !== path) refuseUpgrade(socket, '404 Not Found');
    else if (!protocols.includes('mqtt')) refuseUpgrade(socket, '400 Bad Request');
    else server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, request, query));
  };

  function open(webSocket: WebSocket, request: IncomingMessage, query: string | undefined): void {
    // [MQTT-6.0.0-1]: what is no binary frame ends the connection.
    webSocket.on('message', (_data, isBinary) => {
      if (!isBinary) webSocket.close(1003);
    });
    const stream = createWebSocketStream(webSocket);
    stream.on('error', () => stream.destroy());
    broker.attach(stream, {
      ipAddress: request.socket.remoteAddress ?? '',
      web: { headers: headersOf(request), queryString: query === undefined ? '' : `?${query}` },
    });
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(',')]));
}
