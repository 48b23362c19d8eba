// Goal: gate and cloud give the same verdict for the same pass, config and lists (law 5).
// Method: random days at a gate: people, codes of every kind, configs, lists that come and age, a clock that jumps. The
// firmware model publishes; its verdict is read from those bytes, the cloud's from the item that the real handler stored
// in a real table. Then a gate that changes what it decided must be found out.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, type GateState } from '../../../device-sim/gate/state.ts';
import { type Input, step } from '../../../device-sim/gate/step.ts';
import type { AnyList } from '../../../domain/codes/held-lists.ts';
import { defaultConfig, type GateConfig } from '../../../domain/messages/config.ts';
import { type PassesMessage, passesMessage } from '../../../domain/messages/pass.ts';
import { configKey } from '../../../domain/state-keys.ts';
import { keyOfPass } from '../../../platform/listed-keys.ts';
import {
  issuedBy,
  newKey,
  ownPass,
  personNameOf,
  putLists,
  revocationListOf,
  revocationNameOf,
  statusListOf,
} from '../../helpers/codes.ts';
import { type FunctionsUnderTest, messageEvent, now, startFunctions } from '../../helpers/functions.ts';
import { setup } from '../../helpers/gate-setup.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 30_000 });

let functions: FunctionsUnderTest;
let ingest: (event: unknown) => Promise<void>;
let codes: Reading['code'][];
let gates = 0;

const [key, nextKey, foreignKey] = [newKey(), newKey(), newKey()];
const nowS = Math.floor(now / 1_000);
const people = {
  resident: ownPass(nowS - 600),
  visitor: ownPass(nowS - 600, { kind: 'visitor', singleUse: true }),
  courier: ownPass(nowS - 600, { kind: 'courier', communities: ['wuchang'] }),
  revoked: ownPass(nowS - 600),
  quarantined: ownPass(nowS - 600),
  red: ownPass(nowS - 600),
  expired: ownPass(nowS - 9_000),
  early: ownPass(nowS + 900),
  tooLong: ownPass(nowS - 600, { untilS: nowS + 90_000 }),
};

const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const keysOf = (...listed: (typeof key)[]) => listed.map(keyOfPass);
/** What is published in the course of the day. */
const lists: AnyList[] = [
  { name: 'keys', list: { version: 1, issuedAt: at(-200), keys: keysOf(key) } },
  { name: 'keys', list: { version: 2, issuedAt: at(-20), keys: keysOf(key, nextKey) } },
  { name: 'revocations', list: revocationListOf(1, at(-200)) },
  { name: 'revocations', list: revocationListOf(2, at(-10), revocationNameOf(people.revoked)) },
  { name: 'statuses', list: statusListOf(1, at(-200), [['red', personNameOf(people.red)]]) },
  {
    name: 'statuses',
    list: statusListOf(2, at(-10), [
      ['red', personNameOf(people.red)],
      ['quarantined', personNameOf(people.quarantined)],
      ['yellow', 'provider:gone'],
    ]),
  },
];
const configs: GateConfig[] = [
  { ...defaultConfig, version: 1, limitC: { face: 0.4, forehead: 0.4 }, redLimitC: { face: 0.9, forehead: 0.9 } },
  { ...defaultConfig, version: 2, codes: { needed: true, listsAgeMaxS: 600, whenUnchecked: 'recheck' } },
  { ...defaultConfig, version: 3, codes: { needed: false, listsAgeMaxS: 600, whenUnchecked: 'admit' } },
];

beforeAll(async () => {
  functions = await startFunctions();
  ingest = await functions.coldStart('ingest');
  const texts = await Promise.all(Object.values(people).map((pass) => issuedBy(key, pass)));
  const others = [await issuedBy(nextKey, ownPass(nowS - 60)), await issuedBy(foreignKey, ownPass(nowS - 60))];
  const [first = ''] = texts;
  const spoiled = [`${first.slice(0, -6)}AAAAAA`, 'GH1:', 'GH1:%%%', 'HC1:NOTHING'];
  codes = [
    null,
    ...[...texts, ...others].map((text) => ({ form: 'gatehouse' as const, text })),
    ...spoiled.map((text) => ({ form: text.startsWith('HC1') ? ('hc1' as const) : ('gatehouse' as const), text })),
    ...(['green', 'yellow', 'red', 'unknown'] as const).map((status) => ({
      form: 'provider' as const,
      text: 'p',
      status,
    })),
    { form: 'provider', text: 'gone', status: 'green' },
    { form: 'guard-entry', text: '3-2-501' },
  ];
  await putLists(functions.tables, lists);
});
afterAll(() => functions.stop());

const temperature = fc.option(
  fc.integer({ min: 3_300, max: 3_900 }).map((n) => n / 100),
  { freq: 12 },
);
const happening = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      direction: fc.constantFrom('in', 'out', 'unknown'),
      site: fc.constantFrom('face', 'forehead'),
      skinC: temperature,
      ambientC: fc.constantFrom(21, null),
      more: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(temperature, { minLength: 1, maxLength: 3 })),
      contactC: fc.option(
        fc.integer({ min: 3_600, max: 3_900 }).map((n) => n / 100),
        { nil: undefined, freq: 5 },
      ),
      code: fc.nat(99),
    }),
  },
  { weight: 1, arbitrary: fc.record({ list: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ lists: fc.constantFrom(1, 2) }) },
  { weight: 1, arbitrary: fc.record({ index: fc.constantFrom(1, 2) }) },
  { weight: 1, arbitrary: fc.record({ config: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ minutes: fc.integer({ min: -90, max: 90 }) }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What a gate publishes of a day, as one message of its bytes. */
function publishedBy(happenings: readonly Happening[]): PassesMessage {
  let state: GateState = boot(blankFlash(epochOf()), setup);
  let atMs = now;
  const feed = (input: Input) => {
    state = step(state, input, atMs).state;
  };
  for (const one of happenings) {
    if ('minutes' in one) atMs += one.minutes * 60_000;
    else if ('list' in one) feed({ kind: 'list', list: lists[one.list] ?? missing() });
    else if ('lists' in one) {
      for (const list of lists) if (list.list.version === one.lists) feed({ kind: 'list', list });
    } else if ('index' in one) {
      const versions = { keys: one.index, revocations: one.index, statuses: one.index };
      feed({ kind: 'list-index', index: { issuedAt: new Date(atMs).toISOString(), ...versions } });
    } else if ('config' in one) feed({ kind: 'config', config: configs[one.config] ?? missing() });
    else feed({ kind: 'reading', reading: readingOf(one) });
    atMs += 27_000;
  }
  const { effects } = step(state, { kind: 'connected', nonce: 'nonce-nonce-nonce', random: 0 }, atMs);
  const published = effects.find((effect) => effect.kind === 'publish-passes');
  return passesMessage.parse(JSON.parse(published?.payload ?? missing()));
}

function readingOf({ contactC, code, ...measured }: Extract<Happening, { code: number }>): Reading {
  return { ...measured, code: codes[code % codes.length] ?? null, ...(contactC && { contactC }) };
}

function epochOf(): string {
  return createHash('sha256').update(String(++gates)).digest('hex').slice(0, 12);
}

function missing(): never {
  throw new Error('the test asks for what is not there');
}

async function send(gate: string, message: PassesMessage): Promise<Record<string, unknown>[]> {
  functions.services.published.length = 0;
  await functions.enrol(gate);
  for (const config of configs) await functions.tables.putState({ ...configKey(gate, config.version), config });
  await ingest(messageEvent(gate, 'passes', message, { receivedAt: Date.parse(message.sentAt) }));
  return (await functions.tables.passes()).filter((item) => item['gate'] === gate);
}

const liars = () => functions.services.published.filter(({ message }) => message.alert.kind === 'gate-lying');

// At most 24 passes, so that one message holds the day.
const day = fc.array(happening, { minLength: 1, maxLength: 24, size: 'max' });

test('whatever happens at a gate, the cloud comes to its verdicts', async () => {
  const reasons = new Set<string>();
  await fc.assert(
    fc.asyncProperty(day, async (happenings) => {
      if (!happenings.some((one) => 'code' in one)) return;
      const message = publishedBy(happenings);
      const stored = await send(`gate-${gates}`, message);
      const bySeq = new Map(stored.map((item) => [item['seq'], item]));
      for (const pass of message.passes) {
        const { judgedVerdict, judgedReason } = bySeq.get(pass.seq) ?? {};
        expect({ verdict: judgedVerdict, reason: judgedReason }).toEqual({
          verdict: pass.verdict,
          reason: pass.reason,
        });
        reasons.add(pass.reason);
      }
      expect(liars()).toEqual([]);
    }),
    { numRuns: 40 },
  );
  // That the days were not all alike.
  expect(reasons.size).toBeGreaterThan(8);
});

test('a gate that says something else than its readings do is found out', async () => {
  await fc.assert(
    fc.asyncProperty(day, fc.nat(), async (happenings, which) => {
      if (!happenings.some((one) => 'code' in one)) return;
      const message = publishedBy(happenings);
      const lie = message.passes[which % message.passes.length] ?? missing();
      Object.assign(
        lie,
        lie.verdict === 'admit' ? { verdict: 'recheck', reason: 'no-code' } : { verdict: 'admit', reason: 'ok' },
      );
      await send(`gate-${gates}`, message);
      expect(liars()).toHaveLength(1);
    }),
    { numRuns: 12 },
  );
});
