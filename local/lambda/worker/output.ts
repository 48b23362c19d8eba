import { format } from 'node:util';
import { lambdaLimits } from '../../limits.ts';

/**
 * Takes over everything that the function prints. `console` writes lines as Lambda does (time, request id, level,
 * text); whoever writes to stdout or stderr itself, as Powertools does, gets its lines through as they are. Lines go
 * out at once, not when the event loop turns, so that they are seen even when the handler never returns.
 */
export function captureOutput(send: (requestId: string, line: string) => void): { begin(requestId: string): void } {
  let requestId = '';
  let sentChars = 0;

  const emit = (text: string) => {
    if (sentChars > lambdaLimits.logMaxCharsPerInvocation) return;
    const line = text.slice(0, lambdaLimits.logLineMaxChars);
    sentChars += line.length + 1;
    send(requestId, line);
    // A handler that prints in an endless loop must not fill the runtime's memory.
    if (sentChars > lambdaLimits.logMaxCharsPerInvocation) send(requestId, 'log limit of this invocation reached');
  };
  const emitLines = (text: string) => {
    for (const line of text.split('\n')) emit(line);
  };

  captureStream(process.stdout, emitLines);
  captureStream(process.stderr, emitLines);
  captureConsole((level, args) => {
    emitLines(`${new Date().toISOString()}\t${requestId || 'undefined'}\t${level}\t${format(...args)}`);
  });
  return {
    begin(id) {
      requestId = id;
      sentChars = 0;
    },
  };
}

function captureConsole(write: (level: string, args: unknown[]) => void): void {
  console.log = (...args: unknown[]) => write('INFO', args);
  console.info = (...args: unknown[]) => write('INFO', args);
  console.debug = (...args: unknown[]) => write('DEBUG', args);
  console.warn = (...args: unknown[]) => write('WARN', args);
  console.error = (...args: unknown[]) => write('ERROR', args);
  console.trace = (...args: unknown[]) => write('TRACE', args);
}

function captureStream(stream: NodeJS.WriteStream, emitLines: (text: string) => void): void {
  let rest = '';
  stream.write = (chunk: string | Uint8Array, ...callbacks: unknown[]) => {
    rest += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const end = rest.lastIndexOf('\n');
    if (end >= 0) {
      emitLines(rest.slice(0, end));
      rest = rest.slice(end + 1);
    } else if (rest.length > lambdaLimits.logLineMaxChars) {
      emitLines(rest);
      rest = '';
    }
    const done = callbacks.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
}
