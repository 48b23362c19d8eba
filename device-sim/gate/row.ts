import type { Environment } from '../environment.ts';
import { type CodeProvider, createCompleteReading } from './provider.ts';
import type { Reading } from './screen.ts';

/** Has `judge` called for one person after the other in the order in which they came, once all is known of a code. */
export type Row = <Result>(reading: Reading, judge: (reading: Reading) => Result) => Promise<Result>;

/** The row before a gate. The questions about codes are under way at the same time; nobody overtakes anybody. */
export function createRow(provider: CodeProvider | undefined, environment: Pick<Environment, 'after'>): Row {
  const complete = createCompleteReading(provider, environment);
  let last: Promise<unknown> = Promise.resolve();
  return (reading, judge) => {
    const completed = complete(reading);
    const judged = last.then(async () => judge(await completed));
    last = judged.catch(() => {});
    return judged;
  };
}
