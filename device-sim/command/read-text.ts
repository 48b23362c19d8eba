import { readFileSync } from 'node:fs';
import { UsageError } from '../../domain/errors.ts';

/** A file that somebody named. @throws UsageError when it cannot be read. */
export function readText(file: string): string {
  return readBytes(file).toString('utf8');
}

/** As `readText`, to the byte. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read (${cause instanceof Error ? cause.message : cause}).`, { cause });
  }
}
