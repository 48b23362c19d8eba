/**
 * Codes at the gate, offline: lists that come late, twice and out of order; a code for one use; how old lists are said
 * to be. The core is pure, so a test hands in what happens and reads the pass.
 */
import { expect, test } from 'vitest';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, type GateState } from '../../../device-sim/gate/state.ts';
import { type Input, step } from '../../../device-sim/gate/step.ts';
import type { OwnPass } from '../../../domain/codes/own-pass.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { heartbeat } from '../../../domain/messages/status.ts';
import { keyOfPass } from '../../../platform/listed-keys.ts';
import { issuedBy, newKey, ownPass, revocationListOf, revocationNameOf, statusListOf } from '../../helpers/codes.ts';
import { setup } from '../../helpers/gate-setup.ts';

const nowMs = Date.UTC(2026, 10, 24, 4);
const fromS = nowMs / 1_000 - 60;
const key = newKey();
const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();

const keys = (version: number, issuedAt: string): Input => ({
  kind: 'list',
  list: { name: 'keys', list: { version, issuedAt, keys: [keyOfPass(key)] } },
});
const revocations = (version: number, issuedAt: string, ...passes: OwnPass[]): Input => ({
  kind: 'list',
  list: { name: 'revocations', list: revocationListOf(version, issuedAt, ...passes.map(revocationNameOf)) },
});
const statuses = (version: number, issuedAt: string): Input => ({
  kind: 'list',
  list: { name: 'statuses', list: statusListOf(version, issuedAt, []) },
});

/** A gate with a baseline and the first version of each list, ten minutes old. */
function gate(...inputs: Input[]): GateState {
  const first = [keys(1, at(-10)), revocations(1, at(-10)), statuses(1, at(-10))];
  let state = boot(blankFlash('epoch000'), setup);
  for (const skinC of [35.4, 35.5, 35.6, 35.5, 35.4]) state = after(state, reading({ skinC }));
  for (const input of [...first, ...inputs]) state = after(state, input);
  return state;
}

function reading(change: Partial<Reading>): Input {
  return {
    kind: 'reading',
    reading: { direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, code: null, ...change },
  };
}

const after = (state: GateState, input: Input, ms = nowMs) => step(state, input, ms).state;

async function show(state: GateState, own: OwnPass, change: Partial<Reading> = {}, ms = nowMs) {
  const code = { form: 'gatehouse', text: await issuedBy(key, own) } as const;
  const next = step(state, reading({ code, ...change }), ms);
  const decided = next.effects.find((effect) => effect.kind === 'decide');
  if (!decided) throw new Error('nothing was decided');
  return { state: next.state, pass: decided.pass, said: `${decided.pass.verdict}/${decided.pass.reason}` };
}

test('a pass of ours is let in, and the pass says what it was held against', async () => {
  const { said, pass } = await show(gate(), ownPass(fromS));
  expect(said).toBe('admit/ok');
  expect(pass).toMatchObject({
    lists: { keys: 1, revocations: 1, statuses: 1 },
    listsAgeS: 600,
  } satisfies Partial<Pass>);
});

test('a list that was issued before the one held changes nothing, however late it comes', async () => {
  const own = ownPass(fromS);
  const revoked = gate(revocations(2, at(-5), own));
  expect((await show(revoked, own)).said).toBe('refuse/code-revoked');
  expect((await show(after(revoked, revocations(1, at(-10))), own)).said).toBe('refuse/code-revoked');
  expect((await show(after(revoked, revocations(3, at(-1))), own)).said).toBe('admit/ok');
});

test('a code for one use lets in once; leaving is no use, and a code for many goes on', async () => {
  const visitor = ownPass(fromS, { singleUse: true });
  const first = await show(gate(), visitor);
  const leaving = await show(first.state, visitor, { direction: 'out' });
  const again = await show(leaving.state, visitor);
  expect([first.said, leaving.said, again.said]).toEqual(['admit/ok', 'admit/ok', 'refuse/code-used']);
  expect(again.pass.code).toMatchObject({ usedAt: new Date(nowMs).toISOString() });
  const resident = ownPass(fromS);
  expect((await show((await show(gate(), resident)).state, resident)).said).toBe('admit/ok');
});

test('who was held with a code for one use may show it again', async () => {
  const visitor = ownPass(fromS, { singleUse: true });
  const held = await show(gate(), visitor, { skinC: 37.4 });
  expect(held.said).toBe('recheck/far-too-warm');
  const recheckOf = { seq: held.pass.seq, at: held.pass.at, reason: held.pass.reason };
  const again = await show(held.state, visitor, { contactC: 36.6, recheckOf });
  expect(again.said).toBe('admit/ok');
  expect(again.pass).toMatchObject({ contactC: 36.6, recheckOf });
});

test('codes for one use are remembered until they end, and no more of them than the limit', async () => {
  const visitor = ownPass(fromS, { singleUse: true });
  const { state } = await show(gate(), visitor);
  const oneMore = await show(state, ownPass(fromS + 7_200, { singleUse: true }), {}, nowMs + 7_200_000);
  expect(oneMore.state.used.map(({ id }) => id)).toHaveLength(1);
  const many = Array.from({ length: gateLimits.usedCodesMax }, (_, index) => ({
    id: String(index),
    atMs: nowMs,
    untilMs: nowMs + 3_600_000,
  }));
  const full = await show({ ...state, used: many }, ownPass(fromS, { singleUse: true }));
  expect(full.state.used).toHaveLength(gateLimits.usedCodesMax);
  expect(full.state.used[0]?.id).toBe('1');
});

test('lists are as old as the last word that they are current, and the heartbeat says so', () => {
  const ageOf = (state: GateState) => {
    const { effects } = step(state, { kind: 'connected', nonce: 'nonce-nonce-nonce', random: 0 }, nowMs);
    const beat = effects.find((effect) => effect.kind === 'publish' && effect.channel === 'status');
    return heartbeat.parse(JSON.parse(beat && 'payload' in beat ? beat.payload : '')).listsAgeS;
  };
  const index = (issuedAt: string, statusesVersion: number): Input => ({
    kind: 'list-index',
    index: { issuedAt, keys: 1, revocations: 1, statuses: statusesVersion },
  });
  expect(ageOf(gate())).toBe(600);
  expect(ageOf(gate(index(at(-2), 1)))).toBe(120);
  expect(ageOf(gate(index(at(-2), 1), index(at(-8), 1)))).toBe(120);
  expect(ageOf(gate(index(at(-2), 2)))).toBe(600);
  expect(ageOf(boot(blankFlash('epoch000'), setup))).toBeNull();
});
