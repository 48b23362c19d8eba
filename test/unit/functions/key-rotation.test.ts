// Goal: the pseudonym key can be changed without losing anybody's trace, and without making what is redelivered look
// like something else (law 2, law 6).
// Method: the real handler on real tables; the secret changes between two instances, as an operator changes it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pseudonym, pseudonymsSince, readPseudonymKeys } from '../../../platform/pseudonym.ts';
import {
  type FunctionsUnderTest,
  messageEvent,
  now,
  pseudonymSecret,
  startFunctions,
} from '../../helpers/functions.ts';
import { passesOf, passOf } from '../../helpers/passes.ts';

let functions: FunctionsUnderTest;
const gate = 'gate-1';
/** For the local day after the pass, which begins at 16:00 UTC. */
const newSecret = JSON.stringify({ ...JSON.parse(pseudonymSecret), '2026-11-25': 'n'.repeat(64) });
const code = { form: 'provider', text: 'A1B2C3D4', status: 'green' } as const;
const before = passOf({ seq: 1, code });
const after = passOf({ seq: 2, code, at: '2026-11-24T16:30:00.000Z' });

beforeAll(async () => {
  functions = await startFunctions();
  await functions.enrol(gate);
});
afterAll(() => functions.stop());

async function send(secret: string, ...passes: object[]): Promise<void> {
  functions.services.held.secret = secret;
  const ingest = await functions.coldStart('ingest');
  await ingest(messageEvent(gate, 'passes', passesOf(...passes), { receivedAt: now + 14 * 3_600_000 }));
}

test('a pass of before the change is the same item after it, and a trace finds both sides', async () => {
  await send(pseudonymSecret, before);
  const stored = await functions.tables.passes();
  await send(newSecret, before, after);
  const both = await functions.tables.passes();
  expect(both).toHaveLength(2);
  expect(both.find(({ seq }) => seq === 1)).toEqual(stored[0]);

  const keys = readPseudonymKeys(newSecret);
  const name = `provider:${code.text}`;
  const subjects = pseudonymsSince(keys, '2026-11-20', name);
  expect(new Set(subjects)).toEqual(
    new Set([pseudonym(keys, '2026-11-24', name), pseudonym(keys, '2026-11-25', name)]),
  );
  expect(both.filter(({ subject }) => subjects.includes(String(subject)))).toHaveLength(2);
});
