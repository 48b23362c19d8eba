import { codeName } from '../../domain/codes/code-name.ts';
import { contentOf } from '../../domain/codes/contents.ts';
import { UsageError } from '../../domain/errors.ts';
import { explainRefusal } from './define.ts';
import { readCertified } from './show.ts';

/** Names of persons, as code-name.ts makes them. */
const names = /^(gatehouse:[0-9a-f]{32}|hc1:.+|provider:.+|guard-entry:[a-z0-9-]{1,32}:.+)$/;

/** What the help says of them. */
export const namesHelp = 'NAME is one of gatehouse:SUBJECT, hc1:ID, provider:TEXT, guard-entry:COMMUNITY:TEXT';

/**
 * The name of a person, as it is given or as a code has it, believed or not.
 * @throws UsageError when it is neither.
 */
export function readPerson(text: string): string {
  const content = contentOf(text);
  if (content === undefined) {
    if (names.test(text)) return text;
    throw new UsageError('That is neither a code nor a name; --help lists the forms of names.');
  }
  const certified = readCertified(text);
  if (typeof certified === 'string') throw new UsageError(`The code cannot be read: ${explainRefusal(certified)}.`);
  // Who signed it was not looked at, so where it is shown does not matter either.
  return codeName({ form: content, text }, certified, '');
}
