import { closeSync, openSync, writeFileSync } from 'node:fs';
import { UsageError } from '../domain/errors.ts';

/**
 * For a command that writes a report at its end: finds out at its beginning whether it can.
 * @throws UsageError when it cannot.
 */
export function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch (cause) {
    throw new UsageError(`${file} cannot be written (${cause instanceof Error ? cause.message : cause}).`, { cause });
  }
}

/** Writes a report as JSON. */
export function writeReport(file: string, report: object): void {
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
