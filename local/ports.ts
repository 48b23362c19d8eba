import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port itself, or, for 0, one that nobody listens on at this moment. */
export async function portOrFree(port: number): Promise<number> {
  if (port !== 0) return port;
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
