// Goal: what cannot be understood is kept with its reason and counted, harms nothing beside it (law 3), and a gate
// that floods quarantine is disabled.
// Method: one of each kind to the real handler, good messages in between; limits reached by setting the counter.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deviceAlertId } from '../../../domain/alert-identity.ts';
import { quarantineLimits } from '../../../domain/limits/functions.ts';
import { alertKey, disabledGateKey, quarantineCountKey } from '../../../domain/state-keys.ts';
import { parsePasses } from '../../../functions/ingest/parse.ts';
import { type FunctionsUnderTest, messageEvent, now, startFunctions } from '../../helpers/functions.ts';
import { malformedMessages } from '../../helpers/malformed.ts';
import { passesOf, passOf } from '../../helpers/passes.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
beforeAll(async () => {
  functions = await startFunctions();
});
afterAll(() => functions.stop());

const hour = '2026-11-24T03';
const kept = async (gate: string) =>
  (await functions.tables.state(`quarantine#${gate}`)).filter(({ sk }) => !String(sk).startsWith('count#'));
const counted = async (gate: string) => (await functions.tables.readState(quarantineCountKey(gate, hour)))?.['count'];

test.each(malformedMessages())('$kind: $reason', ({ payload, reason, field }) => {
  const { passes, rejected } = parsePasses(payload, now);
  expect(passes).toEqual([]);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]).toMatchObject({ reason, ...(field && { field }) });
});

test('each is kept once with its bytes and counted once, and every good message in between is stored', async () => {
  const gate = 'gate-clumsy';
  const ingest = await functions.coldStart('ingest');
  const kinds = malformedMessages();
  for (const [index, { payload }] of kinds.entries()) {
    const event = messageEvent(gate, 'passes', payload);
    await ingest(event);
    await ingest(event);
    await ingest(messageEvent(gate, 'passes', passesOf(passOf({ seq: index + 1 }))));
  }
  const items = await kept(gate);
  expect(items.map(({ reason }) => reason).toSorted()).toEqual(kinds.map(({ reason }) => reason).toSorted());
  expect(await counted(gate)).toBe(kinds.length);
  expect((await functions.tables.passes()).filter((item) => item['gate'] === gate)).toHaveLength(kinds.length);
  const truncated = kinds.find(({ kind }) => kind === 'truncated JSON');
  expect(items.map(({ bytes }) => Buffer.from(bytes as Uint8Array).toString())).toContain(
    Buffer.from(truncated?.payload ?? '').toString(),
  );
  for (const item of items) expect(item['expiresAt']).toBe(Math.floor(now / 1000) + 7 * 86_400);
});

test('beyond what is kept in an hour it is only counted', async () => {
  const gate = 'gate-noisy';
  const count = quarantineLimits.keptPerGateHourMax;
  await functions.tables.putState({ ...quarantineCountKey(gate, hour), count });
  const ingest = await functions.coldStart('ingest');
  // The first message tells the instance how much there is already.
  for (const payload of ['one', 'two', 'three']) await ingest(messageEvent(gate, 'passes', payload));
  expect(await kept(gate)).toHaveLength(1);
  expect(await counted(gate)).toBe(count + 3);
});

test('a flood disables the gate, with one alert, and the operator is told', async () => {
  const gate = 'gate-flood';
  await functions.enrol(gate);
  const count = quarantineLimits.disableAfterPerGateHour;
  await functions.tables.putState({ ...quarantineCountKey(gate, hour), count: count - 1 });
  const ingest = await functions.coldStart('ingest');
  await ingest(messageEvent(gate, 'passes', 'the last one'));
  expect(await functions.tables.readState(disabledGateKey(gate))).toBeUndefined();
  await ingest(messageEvent(gate, 'passes', 'one too many'));
  await ingest(messageEvent(gate, 'passes', 'and on'));
  expect(await functions.tables.readState(disabledGateKey(gate))).toMatchObject({ reason: 'flood', by: 'gatehouse' });
  const alertId = deviceAlertId('gate-disabled', gate, hour);
  expect(await functions.tables.readState(alertKey(alertId))).toMatchObject({ kind: 'gate-disabled', state: 'open' });
  expect(functions.services.notices).toMatchObject([{ kind: 'gate-disabled', change: 'raised', gate }]);
  const next = await functions.coldStart('ingest');
  await next(messageEvent(gate, 'passes', passesOf(passOf())));
  expect((await functions.tables.passes()).filter((item) => item['gate'] === gate)).toEqual([]);
});
