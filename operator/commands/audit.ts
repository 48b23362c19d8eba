import * as z from 'zod';
import { UsageError } from '../../domain/errors.ts';
import type { Difference } from '../../domain/screening/replay.ts';
import { auditGate } from '../audit.ts';
import { print, printJson, printTable } from '../print.ts';
import { deviceCommand } from './define.ts';

export const audit = deviceCommand({
  name: 'audit',
  usage: 'ID --day YYYY-MM-DD [--json]',
  about: ['holds a gate to its own readings of one day: where what its passes carry does not follow from those before'],
  flags: { day: { type: 'string' }, json: { type: 'boolean', default: false } },
  async run(deployment, gate, { day, json }) {
    if (day === undefined) throw new UsageError('audit needs --day, such as --day 2026-11-24.');
    if (!z.iso.date().safeParse(day).success) throw new UsageError(`"${day}" is no day such as 2026-11-24.`);
    const { differences, checked, unknown } = await auditGate(deployment, gate, day);
    if (json) return printJson(differences);
    if (differences.length > 0) report(differences);
    const left = unknown > 0 ? `; of ${unknown} nothing can be said, since passes before them are missing` : '';
    print(`${checked} passes of ${day} were held to those before them; differences: ${differences.length}${left}.`);
  },
});

function report(differences: readonly Difference[]): void {
  printTable(
    ['epoch', 'seq', 'field', 'said', 'follows'],
    differences.map(({ epoch, seq, field, said, follows }) => [
      epoch,
      String(seq),
      field,
      String(said ?? '-'),
      String(follows ?? '-'),
    ]),
  );
}
