import { UsageError } from '../../domain/errors.ts';
import { breakIn, type FoundEntry, readAuditTrail } from '../audit-trail.ts';
import { stateOf } from '../gate-records.ts';
import { print, printJson, printTable } from '../print.ts';
import { checkCommand } from './define.ts';

export const auditTrail = checkCommand({
  name: 'audit-trail',
  usage: 'COMMUNITY [--json]',
  about: [
    'what people did in a community, oldest first, and whether anybody has changed, added or taken out an entry since:',
    'then the first that does not fit is named, and the exit code is 1',
  ],
  flags: { json: { type: 'boolean', default: false } },
  async run(deployment, community, { json }) {
    const found = await readAuditTrail(stateOf(deployment), community);
    if (found.length === 0) throw new UsageError(`Nothing is in the audit trail of ${community}.`);
    const broken = breakIn(found);
    if (json) printJson([...found, { entries: found.length, firstBreak: broken ?? null }]);
    else report(found, broken);
    return broken === undefined;
  },
});

function report(found: readonly FoundEntry[], broken: number | undefined): void {
  printTable(
    ['entry', 'at', 'post', 'guard', 'what', 'about', 'revision', 'said'],
    found.map(({ at, by, what, about, revision, said }, index) => [
      String(index + 1) + (index + 1 === broken ? ' !' : ''),
      ...[at, by?.subject, by?.guard, what, about, revision?.toString(), said].map((cell) => cell ?? '-'),
    ]),
  );
  print('');
  const last = found.at(-1)?.hash ?? '-';
  if (broken === undefined) {
    print(`All ${found.length} entries follow from one another. The last has the hash ${last}:`);
    print('the log of the function api has it too, unless entries were cut off at the end.');
  } else {
    print(`Entry ${broken} is not what was written after the one before: it was changed, or one is missing before it.`);
  }
}
