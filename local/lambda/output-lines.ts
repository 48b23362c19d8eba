import type { Readable } from 'node:stream';
import { lambdaLimits } from '../limits.ts';

/** Cuts what a process prints into lines, bounded by line and by what is taken between two calls of `reset`. */
export function readLines(streams: readonly Readable[], onLine: (line: string) => void): { reset(): void } {
  let takenChars = 0;

  const take = (line: string) => {
    if (takenChars > lambdaLimits.logMaxCharsPerInvocation) return;
    takenChars += line.length + 1;
    onLine(line.slice(0, lambdaLimits.logLineMaxChars));
    if (takenChars > lambdaLimits.logMaxCharsPerInvocation) onLine('log limit of this invocation reached');
  };
  for (const stream of streams) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
      if (rest.length <= lambdaLimits.logLineMaxChars) return;
      take(rest);
      rest = '';
    });
    stream.on('end', () => {
      if (rest) take(rest);
    });
  }
  return {
    reset() {
      takenChars = 0;
    },
  };
}
