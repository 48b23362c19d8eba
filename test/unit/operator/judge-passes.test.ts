import { expect, test } from 'vitest';
import { judgePasses } from '../../../operator/gate-check/judge-passes.ts';
import type { SeenPass } from '../../../operator/gate-check/pass-watch.ts';

/*
 * Goal: who was held just before the gate's power is cut says how quick the gate is; who was cut off with it does not.
 * Method: passes as they lie in the table, beside one span of time in which the gate was away.
 */

const cutAtMs = Date.parse('2026-11-24T08:00:00Z');
const held = (atMs: number, arrivedAtMs: number): SeenPass => ({
  sk: '',
  epoch: 'abcdefgh12',
  seq: 1,
  at: new Date(atMs).toISOString(),
  atMs,
  arrivedAtMs,
  arrivedAgainAtMs: arrivedAtMs,
  verdict: 'recheck',
  reason: 'too-warm',
  configVersion: 1,
});
const haste = (pass: SeenPass) => {
  const facts = { afterSeq: 0, epoch: pass.epoch, isKnown: () => false, heartbeat: undefined, lingerS: 2 };
  const away = [{ fromMs: cutAtMs, toMs: cutAtMs + 60_000 }];
  return judgePasses([pass], { ...facts, away, clockOffsetMs: 0 }).find(({ clause }) => clause === 'C-7.2')?.outcome;
};

test.each([
  ['held a second before, and there before', held(cutAtMs - 1_000, cutAtMs - 1_000), 'passed'],
  ['held a second before, and there when the gate was back', held(cutAtMs - 1_000, cutAtMs + 61_000), 'not told'],
  ['held while it was away', held(cutAtMs + 1_000, cutAtMs + 61_000), 'not told'],
  ['held long before, and there too late', held(cutAtMs - 30_000, cutAtMs - 20_000), 'failed'],
] as const)('%s', (_, pass, outcome) => {
  expect(haste(pass)).toBe(outcome);
});
