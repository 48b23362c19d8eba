// Goal: whatever somebody did to an audit trail that lies in a table, the first entry that does not fit is named.
// Method: a trail as the function makes it, and everything that can be done to one, spelled out.
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AuditEntry, nextEntry } from '../../../domain/audit-trail.ts';
import { breakIn, type FoundEntry } from '../../../operator/audit-trail.ts';

const sha256 = (text: string) => hash('sha256', text, 'hex');
const deed = {
  at: '2026-11-24T03:00:00.000Z',
  by: { subject: 'post', guard: 'li' },
  what: 'openBarrier',
  about: 'gate-1',
};
const trail: AuditEntry[] = [];
for (let made = 0; made < 4; made++)
  trail.push(nextEntry(trail.at(-1), 'xixi', { ...deed, said: `reason ${made}` }, sha256));
const [one, two, three, four] = trail as [AuditEntry, AuditEntry, AuditEntry, AuditEntry];
const forged = nextEntry(one, 'xixi', { ...deed, said: 'another reason' }, sha256);

test.each<[string, FoundEntry[], number | undefined]>([
  ['nothing', trail, undefined],
  ['a reason changed', [one, { ...two, said: 'fire' }, three, four], 2],
  ['who did it changed', [one, two, { ...three, by: { subject: 'post', guard: 'wu' } }, four], 3],
  ['the first taken out', [two, three, four], 1],
  ['one in the middle taken out', [one, two, four], 3],
  ['one added', [one, two, { ...two, seq: 3 }, three, four], 3],
  ['two in another order', [one, three, two, four], 2],
  ['one made anew with its hash', [one, forged, three, four], 3],
  ['something put there that is no entry', [one, two, {}, four], 3],
  ['its hash taken out', [one, { ...two, hash: undefined }, three, four], 2],
  ['one changed, and something put there after it', [one, { ...two, said: 'fire' }, {}, four], 2],
])('%s', (_name, found, broken) => {
  expect(breakIn(found)).toBe(broken);
});
