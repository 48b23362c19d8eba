// Goal: what the thermometer at the gate says of a fever is on its alert, once, whichever message comes first; guards hear
// of it, and a minute later the officer would.
// Method: the real ingest on real tables, with gates' clocks that are ours; passes that come apart, together and turned round.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Pass } from '../../../domain/messages/pass.ts';
import { alertKey } from '../../../domain/state-keys.ts';
import { type FunctionsUnderTest, messageEvent, startFunctions } from '../../helpers/functions.ts';
import { feverOf, passOf } from '../../helpers/passes.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
let ingest: (event: unknown) => Promise<void>;
let gate: string;
let gates = 0;
let nowMs: number;

beforeAll(async () => {
  functions = await startFunctions();
  ingest = await functions.coldStart('ingest');
});
afterAll(() => functions.stop());
beforeEach(async () => {
  gate = `gate-${++gates}`;
  nowMs = Date.now();
  await functions.enrol(gate);
  functions.services.published.length = 0;
  functions.services.reminders.length = 0;
});

const ago = (s: number) => new Date(nowMs - s * 1_000).toISOString();
const suspected = () => feverOf({ at: ago(30), code: null });
const measured = (contactC: number): Pass => {
  const recheckOf = { epoch: 'abcdefgh12', seq: 1, at: ago(30), reason: 'too-warm' } as const;
  const says = contactC >= 37.3 ? ({ verdict: 'refuse', reason: 'fever-confirmed' } as const) : {};
  return passOf({ seq: 2, at: ago(10), skinC: null, code: null, contactC, recheckOf, ...says });
};
const send = (...passes: Pass[]) => {
  const message = { sentAt: new Date(nowMs).toISOString(), passes };
  return ingest(messageEvent(gate, 'passes', message, { receivedAt: nowMs }));
};
const alert = async () => (await functions.tables.readState(alertKey(`fever#${gate}#abcdefgh12#1`))) ?? {};
const changes = () => functions.services.published.map(({ message }) => message.change);
const confirmed = () => ({ person: { reason: 'fever-confirmed', contactC: 38.4, contactAt: ago(10) } });
const secondsUntil = () => functions.services.reminders.map(({ inS }) => inS);

test('after the suspicion, in a message of its own: the alert is the same one, and its minute begins anew', async () => {
  await send(suspected());
  expect(secondsUntil().at(-1)).toBeLessThanOrEqual(30);
  await send(measured(38.4));
  await send(measured(38.4));
  expect(await alert()).toMatchObject({ ...confirmed(), state: 'open', revision: 1, raisedAt: ago(30) });
  expect(changes()).toEqual(['raised', 'measured']);
  expect(secondsUntil().at(-1)).toBeGreaterThan(30);
});

test.each([
  ['in that order', false],
  ['turned round', true],
])('both in one message, %s', async (_order, turned) => {
  const passes = [suspected(), measured(38.4)];
  await send(...(turned ? passes.toReversed() : passes));
  expect(await alert()).toMatchObject(confirmed());
  expect(changes()).toEqual(['raised']);
});

test('before the suspicion, which then changes nothing', async () => {
  await send(measured(38.4));
  await send(suspected());
  expect(await alert()).toMatchObject({ ...confirmed(), revision: 0 });
});

test('not confirmed: it is resolved, and nobody is to be reminded any more', async () => {
  await send(suspected());
  expect(await alert()).toHaveProperty('dueAt');
  await send(measured(36.6));
  expect(await alert()).toMatchObject({ state: 'resolved' });
  expect(await alert()).not.toHaveProperty('dueAt');
});
