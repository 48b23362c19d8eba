// Goal: once a day each community is audited; a gate whose passes do not follow from its readings is reported once, and
// one that differs from its neighbours; an honest one is not. Whatever fails half-way is done again and changes nothing.
// Method: the real handler against a real DynamoDB engine that holds the passes of simulated gates; the clock is set.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { auditLimits } from '../../../domain/limits/screening.ts';
import { localDay } from '../../../domain/local-day.ts';
import { passesOf } from '../../../domain/pass-key.ts';
import type { ReplayedPass } from '../../../domain/screening/replay.ts';
import { communityKey, gateKey, replayKey } from '../../../domain/state-keys.ts';
import { type FunctionsUnderTest, place, startFunctions, timeZone } from '../../helpers/functions.ts';
import { honestPasses, type Troubles } from '../../helpers/honest-gate.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const calm: Troubles = { passesADay: 60, clockShare: 0, clockDays: 0, epochShare: 0, faultShare: 0 };
const monday = '2026-11-24';
const tuesday = '2026-11-25';
/** 02:30 in Shanghai, when the day before has been over for long enough. */
const nightAfter = (day: string) => Date.parse(`${day}T18:30:00.000Z`);

let functions: FunctionsUnderTest;
let community: string;
let communities = 0;

beforeAll(async () => {
  functions = await startFunctions();
});
afterAll(() => functions.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  community = `community-${++communities}`;
  await functions.tables.putState(communityKey(community));
  functions.services.published.length = 0;
  functions.services.notices.length = 0;
});
afterEach(async () => {
  functions.services.status.iotData = 200;
  // Not due in the tests that follow.
  await functions.tables.putState({ ...communityKey(community), auditedThrough: '2026-12-31' });
  vi.useRealTimers();
});

const gateOf = (number: number) => `${community}-gate-${number}`;
const stored = (number: number) => functions.tables.readState(replayKey(gateOf(number), monday));
const auditedThrough = async () => (await functions.tables.readState(communityKey(community)))?.['auditedThrough'];
const alerts = async () =>
  (await functions.tables.state('alert#')).filter((alert) => String(alert['gate']).startsWith(`${community}-`));

async function store(number: number, passes: readonly ReplayedPass[]): Promise<void> {
  const gate = gateOf(number);
  await functions.tables.putState({ ...gateKey(gate), gate, ...place, community });
  for (const pass of passes) {
    const key = {
      pk: passesOf(community, localDay(Date.parse(pass.at), timeZone)),
      sk: `${pass.at}#${gate}#${pass.seq}`,
    };
    await functions.tables.putPass({ ...key, gate, community, verdict: 'admit', ...pass });
  }
}

async function auditAt(atMs: number): Promise<void> {
  vi.setSystemTime(atMs);
  await (await functions.coldStart('audit'))({ kind: 'tick' });
}

const alter = (passes: readonly ReplayedPass[], at: number): ReplayedPass[] =>
  passes.map((pass, index) => (index === at ? { ...pass, baselineC: 35 } : pass));

test('honest gates are audited once their day is over, and nothing is said', async () => {
  await store(1, honestPasses('one', 100, calm));
  await store(2, honestPasses('two', 100, calm));
  await auditAt(Date.parse(`${monday}T17:59:00.000Z`));
  expect(await stored(1)).toBeUndefined();
  await auditAt(nightAfter(monday));
  expect(await auditedThrough()).toBe(monday);
  expect(await alerts()).toEqual([]);
  expect(await stored(1)).toMatchObject({ last: { epoch: 'epoch0000' }, knowledge: { isWhole: true } });
  expect(await stored(1)).toMatchObject({
    expiresAt: Date.parse(monday) / 1_000 + auditLimits.replayRetentionS,
  });
});

test('a baseline that does not follow is reported: one alert a gate and day, with where to look', async () => {
  await store(1, alter(honestPasses('one', 40, calm), 20));
  await store(2, alter(alter(honestPasses('two', 40, calm), 10), 20));
  await auditAt(nightAfter(monday));
  expect(await alerts()).toMatchObject([
    { alertId: `gate-lying#${gateOf(1)}#${monday}`, kind: 'gate-lying', district: place.district, state: 'open' },
    { alertId: `gate-lying#${gateOf(2)}#${monday}`, detail: expect.stringMatching(/; 2 differences that day$/) },
  ]);
  const [{ detail } = {}] = await alerts();
  expect(detail).toMatch(/^pass 21 of epoch0000: baselineC 35, follows 35\.\d+$/);
  const told = functions.services.notices.map(({ kind, change, gate }) => [kind, change, gate]);
  expect(told.toSorted()).toEqual([1, 2].map((number) => ['gate-lying', 'raised', gateOf(number)]));
});

test('what was known at the end of a day is what the next one begins with', async () => {
  const passes = honestPasses('one', 100, calm);
  const first = passes.findIndex(({ at }) => localDay(Date.parse(at), timeZone) === tuesday);
  await store(1, alter(passes, first));
  await auditAt(nightAfter(monday));
  await auditAt(nightAfter(tuesday));
  expect(await alerts()).toMatchObject([{ alertId: `gate-lying#${gateOf(1)}#${tuesday}` }]);
});

test('days that were missed are made up for, one after the other', async () => {
  await functions.tables.putState({ ...communityKey(community), auditedThrough: '2026-11-23' });
  await store(1, alter(honestPasses('one', 100, calm), 20));
  await auditAt(nightAfter(tuesday));
  expect(await auditedThrough()).toBe(monday);
  expect(functions.logged.some((line) => line.includes('AuditsOverdue'))).toBe(true);
  await auditAt(nightAfter(tuesday));
  expect(await auditedThrough()).toBe(tuesday);
  expect(await alerts()).toHaveLength(1);
});

test('an audit that comes to grief half-way is done again, with the same result', async () => {
  await store(1, alter(honestPasses('one', 100, calm), 20));
  functions.services.status.iotData = 403;
  await expect(auditAt(nightAfter(monday))).rejects.toThrow();
  expect(await auditedThrough()).toBeUndefined();
  functions.services.status.iotData = 200;
  await auditAt(nightAfter(monday));
  expect(await auditedThrough()).toBe(monday);
  expect(await alerts()).toHaveLength(1);
  expect(functions.services.published).toMatchObject([{ message: { alert: { kind: 'gate-lying' } } }]);
  const before = await stored(1);
  await functions.tables.putState(communityKey(community));
  await auditAt(nightAfter(monday));
  expect(await stored(1)).toEqual(before);
  expect(await alerts()).toHaveLength(1);
});

test('a gate that finds people warmer than its neighbours do is a sensor at fault', async () => {
  const busy = { ...calm, passesADay: 500 };
  for (const number of [1, 2]) await store(number, honestPasses(`busy ${number}`, 120, busy));
  const warmer = honestPasses('busy 3', 120, busy).map((pass) => ({
    ...pass,
    epoch: 'another1',
    seq: pass.seq + 100,
    skinC: pass.skinC && Math.round(100 * (pass.skinC + 2.5)) / 100,
    baselineC: pass.baselineC && Math.round(100 * (pass.baselineC + 2.5)) / 100,
  }));
  await store(3, warmer);
  await auditAt(nightAfter(monday));
  expect(await alerts()).toMatchObject([
    {
      alertId: `sensor-fault#${gateOf(3)}#${monday}`,
      kind: 'sensor-fault',
      detail: expect.stringMatching(/^drift: people are 2\.\d\d °C warmer than at the gates beside it$/),
    },
  ]);
});
