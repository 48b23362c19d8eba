import { UsageError } from '../../domain/errors.ts';

const excerptMaxCharacters = 40;

/**
 * Refuses a statement when it is read, never when a message comes: one line that says what and where.
 * @param position Character of the statement, counted from 1.
 */
export function refuse(position: number, what: string): never {
  throw new UsageError(`IoT SQL, position ${position}: ${what}.`);
}

/** A piece of the statement as it may stand in a message of one line. */
export function quoted(text: string): string {
  const excerpt = text.length > excerptMaxCharacters ? `${text.slice(0, excerptMaxCharacters)}…` : text;
  return JSON.stringify(excerpt).replace(/[^\x20-\x7e…]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
