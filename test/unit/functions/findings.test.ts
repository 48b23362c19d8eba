// Goal: the same code at two gates too far apart, and a code for one use used again, are found once each, whatever
// order the passes come in, however often they are told and wherever the function ends.
// Method: the real handler against a real DynamoDB engine with both tables; passes are stored as `ingest` does, then
// told. Services that fail make the ends; instances that run at the same time make the races.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findingLimits } from '../../../domain/limits/findings.ts';
import { timeLimits } from '../../../domain/limits/wire.ts';
import { firstUseKey, gateKey } from '../../../domain/state-keys.ts';
import type { PassToLookInto } from '../../../functions/shared/tell-findings.ts';
import { type FunctionsUnderTest, now, place, startFunctions } from '../../helpers/functions.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
let findings: (event: unknown) => Promise<void>;
let people = 0;
let subject: string;

/** Two gates 7 km apart, one beside the first, and one of which nobody has said where it stands. */
const positions = {
  'xixi-1': { latitude: 30.27, longitude: 120.06 },
  'xixi-2': { latitude: 30.2704, longitude: 120.06 },
  'wuchang-1': { latitude: 30.27, longitude: 120.1336 },
};

beforeAll(async () => {
  functions = await startFunctions();
  for (const [gate, position] of Object.entries(positions)) {
    await functions.tables.putState({ ...gateKey(gate), gate, ...place, position });
  }
  await functions.enrol('placeless-1');
});
afterAll(() => functions.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(now);
  subject = `subject-${++people}`;
  findings = await functions.coldStart('findings');
  functions.services.published.length = 0;
});
afterEach(() => {
  functions.services.status.iotData = 200;
  vi.useRealTimers();
});

type Changes = Partial<Pick<PassToLookInto, 'direction' | 'tokenUse' | 'subject'>> & { seq?: number };

/** A pass of this test's person, so many seconds ago, in the table. */
async function stored(gate: string, agoS: number, { seq = 1000 - agoS, ...changes }: Changes = {}) {
  const at = new Date(now - agoS * 1_000).toISOString();
  const sk = [at, gate, 'abcdefgh12', String(seq).padStart(10, '0'), 'digest'].join('#');
  const told: PassToLookInto = { pk: 'xixi#2026-11-24', sk, subject, direction: 'in', ...changes };
  await functions.tables.putPass({ pk: told.pk, sk, subject: told.subject });
  return told;
}

const tell = (...passes: PassToLookInto[]) => findings({ passes });
const heard = () => functions.services.published.map(({ message }) => message.alert);

describe('an impossible walk', () => {
  it('is told to the guards of the later gate and to no operator, and no log says whose', async () => {
    await tell(await stored('wuchang-1', 60));
    await tell(await stored('xixi-1', 20));
    expect(functions.services.published).toEqual([
      {
        topic: 'gatehouse/v1/guards/yuhang/xixi/alerts',
        message: {
          change: 'raised',
          alert: {
            alertId: expect.stringMatching(/^impossible-walk#xixi-1#/),
            kind: 'impossible-walk',
            state: 'open',
            revision: 0,
            ...place,
            gate: 'xixi-1',
            raisedAt: new Date(now - 20_000).toISOString(),
            late: false,
            detail: 'the same code was at wuchang-1 40 s before, 7.1 km away',
          },
        },
      },
    ]);
    expect(functions.services.notices).toEqual([]);
    expect(functions.logged.join('')).not.toContain(subject);
  });

  it('is found when the earlier pass comes later, and is one alert though both are told again', async () => {
    const later = await stored('xixi-1', 20);
    await tell(later);
    expect(heard()).toEqual([]);
    const earlier = await stored('wuchang-1', 60);
    await tell(earlier);
    expect(heard()).toHaveLength(1);
    await tell(earlier, later);
    expect(heard().map(({ kind, gate }) => `${kind} ${gate}`)).toEqual(['impossible-walk xixi-1']);
  });

  it('that comes late is listed', async () => {
    await tell(await stored('wuchang-1', 460), await stored('xixi-1', 400));
    const alerts = await functions.tables.state(`alert#impossible-walk#xixi-1#${subject}#`);
    expect(alerts).toMatchObject([{ late: true }]);
  });

  it('is none with time enough, at the gate beside, at a gate without a place, or of somebody else', async () => {
    await tell(await stored('wuchang-1', 500), await stored('xixi-1', 20), await stored('xixi-2', 18));
    await tell(await stored('placeless-1', 17));
    await tell(await stored('wuchang-1', 16, { subject: `${subject} and another` }));
    expect(heard()).toEqual([]);
  });

  it('is found behind other passes at the same gate', async () => {
    await stored('wuchang-1', 60);
    for (let nth = 1; nth < findingLimits.neighboursMax; nth++) await stored('xixi-1', 40 - nth);
    await tell(await stored('xixi-1', 20));
    expect(heard()).toHaveLength(1);
  });

  it('is told again after an end before the guards heard of it', async () => {
    await stored('wuchang-1', 60);
    const pass = await stored('xixi-1', 20);
    functions.services.status.iotData = 403;
    await expect(tell(pass)).rejects.toThrow();
    functions.services.status.iotData = 200;
    findings = await functions.coldStart('findings');
    await tell(pass);
    expect(heard()).toHaveLength(1);
  });
});

describe('a code for one use', () => {
  const uses = (...ago: [gate: string, agoS: number][]) =>
    Promise.all(ago.map(([gate, agoS]) => stored(gate, agoS, { tokenUse: `token of ${subject}` })));
  const held = () => functions.tables.readState(firstUseKey(`token of ${subject}`));

  it('used again accuses the later pass, whichever comes first, once, and keeps the first for as long as passes', async () => {
    const [first, second] = await uses(['placeless-1', 60], ['xixi-1', 20]);
    if (!first || !second) throw new Error('there are two');
    await tell(second);
    await tell(first);
    await tell(first, second);
    expect(heard()).toEqual([
      expect.objectContaining({
        kind: 'used-twice',
        gate: 'xixi-1',
        detail: 'the code, for one use, was used at placeless-1 at 2026-11-24T03:03:05.678Z',
      }),
    ]);
    expect(await held()).toMatchObject({
      passSk: first.sk,
      expiresAt: Math.floor(now / 1_000) + timeLimits.passRetentionS,
    });
  });

  it('used at many gates at once accuses all but the earliest, whatever the order', async () => {
    const gates = ['xixi-1', 'xixi-2', 'placeless-1', 'placeless-2', 'placeless-3'] as const;
    const passes = await uses(...gates.map((gate, index): [string, number] => [gate, 10 + index]));
    const instances = await Promise.all(passes.map(() => functions.coldStart('findings')));
    await Promise.allSettled(instances.map((instance, index) => instance({ passes: [passes[index]] })));
    // Lambda tries again what was contended for; the same does no harm to the others.
    for (const [index, instance] of instances.entries()) await instance({ passes: [passes[index]] });
    const accused = new Set(heard().map(({ gate }) => gate));
    expect(accused).toEqual(new Set(gates.slice(0, -1)));
    expect(await held()).toMatchObject({ passSk: passes.at(-1)?.sk });
  });

  it('is not used by leaving, nor again by the same pass', async () => {
    const pass = await stored('xixi-1', 60, { tokenUse: 'token', seq: 7 });
    await tell(pass);
    await tell(pass, await stored('xixi-2', 20, { tokenUse: 'token', direction: 'out' }));
    await tell(await stored('xixi-1', 60, { tokenUse: 'token', seq: 7 }));
    expect(heard()).toEqual([]);
  });

  it('is told again after an end before the guards heard of it', async () => {
    const [first, second] = await uses(['xixi-2', 60], ['xixi-1', 20]);
    if (!first || !second) throw new Error('there are two');
    await tell(second);
    functions.services.status.iotData = 403;
    await expect(tell(first)).rejects.toThrow();
    expect(await held()).toMatchObject({ passSk: second.sk });
    functions.services.status.iotData = 200;
    findings = await functions.coldStart('findings');
    await tell(first);
    expect(heard().map(({ gate }) => gate)).toEqual(['xixi-1']);
    expect(await held()).toMatchObject({ passSk: first.sk });
  });
});

it('what is no event of ingest is refused without a word of it', async () => {
  await expect(findings({ passes: [{ pk: 'SECRET', sk: 7, subject: 'SECRET' }] })).rejects.toThrow(
    /^Not an event of ingest; look at: passes\.0\.sk, passes\.0\.direction\.$/,
  );
  await expect(tell({ ...(await stored('xixi-1', 20)), sk: 'SECRET' })).rejects.toThrow(/^This is no key of a pass\.$/);
  await expect(tell()).rejects.toThrow(/look at: passes\./);
});
