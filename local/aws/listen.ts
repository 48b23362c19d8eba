import { once } from 'node:events';
import type { Server } from 'node:net';
import { UsageError } from '../../domain/errors.ts';

/**
 * Listens on loopback. Port 0 takes a free one.
 * @param what who listens, for the error line, and `variable`: the setting that would choose another port.
 * @throws UsageError when the port is taken or not allowed.
 */
export async function listenOnLoopback(
  server: Server,
  port: number,
  { what, variable }: { what: string; variable: string },
): Promise<{ port: number }> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    const why = isTaken(cause) ? 'is taken' : `cannot be used (${cause instanceof Error ? cause.message : cause})`;
    throw new UsageError(
      `Port ${port} for ${what} ${why}. End what holds it, or set ${variable} (0 takes a free port).`,
      {
        cause,
      },
    );
  }
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : port };
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}
