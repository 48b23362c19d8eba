import { createHash } from 'node:crypto';

/**
 * An id as AWS generates them, lower-case letters and digits. There they are random; here the same name always has the
 * same one, so that state survives a restart.
 */
export function generatedId(name: string, length: number): string {
  const number = BigInt(`0x${createHash('sha256').update(name).digest('hex')}`);
  return number.toString(36).padStart(length, '0').slice(-length);
}
