import { format } from 'node:util';

/**
 * Makes `console` write as Lambda's does: time, request id, level, text. Whoever writes to stdout or stderr itself, as
 * Powertools does, is left alone. Both are pipes, written at once, so that lines come out even when the handler never
 * returns.
 */
export function captureConsole(currentRequestId: () => string | undefined): void {
  const writer =
    (level: string) =>
    (...args: unknown[]) => {
      process.stdout.write(`${new Date().toISOString()}\t${currentRequestId()}\t${level}\t${format(...args)}\n`);
    };
  console.log = writer('INFO');
  console.info = writer('INFO');
  console.debug = writer('DEBUG');
  console.warn = writer('WARN');
  console.error = writer('ERROR');
  console.trace = writer('TRACE');
}
