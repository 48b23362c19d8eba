/**
 * The firmware model step by step: what it sends and when, and what it makes of what the cloud says. The core is
 * pure, so a test hands in the time and reads the effects.
 */
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../device-sim/gate/effects.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, countOutbox, type GateState } from '../../../device-sim/gate/state.ts';
import { type Input, step, wakeAtMs } from '../../../device-sim/gate/step.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import { defaultConfig } from '../../../domain/messages/config.ts';
import { passesMessage } from '../../../domain/messages/pass.ts';
import { statusMessage } from '../../../domain/messages/status.ts';
import { emptyScreening, type ScreeningState } from '../../../domain/screening/screening-state.ts';
import { setup } from '../../helpers/gate-setup.ts';

const noonMs = Date.UTC(2026, 10, 24, 4);
const nonce = 'a-nonce-of-this-run';
const warm: Reading = { direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, code: null };
const hot: Reading = { ...warm, skinC: 36.5 };

/** A gate that has left learning behind and whose outbox is empty. */
function experiencedGate(): GateState {
  const flash = blankFlash('epoch000');
  const skin = { day: '2026-11-24', recent: [3550, 3550, 3550, 3550, 3550], lastDayMedian: null };
  const screening: ScreeningState = { ...emptyScreening, places: [skin] };
  return boot({ ...flash, memory: { ...flash.memory, screening } }, setup);
}

function run(state: GateState, ...inputs: [Input, number][]): { state: GateState; effects: Effect[] } {
  const effects: Effect[] = [];
  let current = state;
  for (const [input, atMs] of inputs) {
    const next = step(current, input, atMs);
    current = next.state;
    effects.push(...next.effects);
  }
  return { state: current, effects };
}

function connectedGate(): GateState {
  return run(experiencedGate(), [{ kind: 'connected', nonce, random: 0 }, noonMs]).state;
}

function messagesOf(effects: readonly Effect[]) {
  return effects
    .filter((effect) => effect.kind === 'publish-passes')
    .map(({ payload }) => passesMessage.parse(JSON.parse(payload)).passes);
}

function repliesOf(effects: readonly Effect[]): unknown[] {
  return effects
    .filter((effect) => effect.kind === 'publish' && effect.channel === 'replies')
    .map((effect) => JSON.parse('payload' in effect ? effect.payload : ''));
}

describe('sending', () => {
  test('a routine pass waits for company until it has lingered', () => {
    const { state, effects } = run(connectedGate(), [{ kind: 'reading', reading: warm }, noonMs + 1_000]);
    expect(messagesOf(effects)).toEqual([]);
    expect(wakeAtMs(state)).toBe(noonMs + 1_000 + defaultConfig.lingerS * 1000);
    const woken = run(state, [{ kind: 'woken' }, noonMs + 1_000 + defaultConfig.lingerS * 1000]);
    expect(messagesOf(woken.effects)).toMatchObject([[{ seq: 1, verdict: 'admit' }]]);
  });

  test('a recheck goes out at once and takes the outbox along', () => {
    const { effects } = run(
      connectedGate(),
      [{ kind: 'reading', reading: warm }, noonMs],
      [{ kind: 'reading', reading: hot }, noonMs + 1],
    );
    expect(messagesOf(effects)).toMatchObject([[{ seq: 1 }, { seq: 2, verdict: 'recheck', reason: 'too-warm' }]]);
  });

  test('a full message goes out without waiting', () => {
    const readings = Array.from({ length: 26 }, (_, index): [Input, number] => [
      // No two people are as warm to the hundredth: that would be a stuck sensor.
      { kind: 'reading', reading: { ...warm, skinC: 35.5 + (index % 7) / 100 } },
      noonMs + index,
    ]);
    const { state, effects } = run(connectedGate(), ...readings);
    expect(messagesOf(effects).map((passes) => passes.length)).toEqual([25]);
    expect(countOutbox(state)).toBe(26);
  });

  test('long codes make smaller messages, each under the planned size', () => {
    const code = { form: 'hc1', text: '"'.repeat(4_000) } as const;
    const readings = Array.from({ length: 30 }, (): [Input, number] => [
      { kind: 'reading', reading: { ...warm, code } },
      noonMs,
    ]);
    const { effects } = run(connectedGate(), ...readings);
    const sizes = effects.flatMap((effect) => (effect.kind === 'publish-passes' ? [effect.payload.length] : []));
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThan(128 * 1024);
  });

  test('no more messages are in flight than may be', () => {
    const readings = Array.from({ length: 10 }, (): [Input, number] => [{ kind: 'reading', reading: hot }, noonMs]);
    const { state, effects } = run(connectedGate(), ...readings);
    expect(messagesOf(effects)).toHaveLength(gateLimits.messagesInFlightMax);
    const { effects: next } = run(state, [{ kind: 'acknowledged', messageId: 1 }, noonMs]);
    expect(messagesOf(next)[0]).toHaveLength(8);
  });

  test('a clock that was set back does not keep passes waiting', () => {
    const { state } = run(connectedGate(), [{ kind: 'reading', reading: warm }, noonMs]);
    const { effects } = run(state, [{ kind: 'woken' }, noonMs - 3_600_000]);
    expect(messagesOf(effects)).toHaveLength(1);
  });

  test('a full outbox takes nobody on', () => {
    const flash = blankFlash('epoch000');
    const held = { epoch: 'epoch000', seq: 1, atMs: noonMs, json: '{}' };
    const full = boot({ ...flash, outbox: Array(gateLimits.outboxPassesMax).fill(held) }, setup);
    const next = step(full, { kind: 'reading', reading: warm }, noonMs);
    expect(next.effects).toEqual([{ kind: 'out-of-room' }]);
    expect(next.save).toBeUndefined();
  });
});

describe('what the cloud says', () => {
  test('a newer config is taken, an older one ignored', () => {
    const newer = { ...defaultConfig, version: 7, lingerS: 5 };
    const { state } = run(connectedGate(), [{ kind: 'config', config: newer }, noonMs]);
    expect(state.memory.config).toEqual(newer);
    const late = step(state, { kind: 'config', config: { ...defaultConfig, version: 6 } }, noonMs);
    expect(late.state.memory.config).toEqual(newer);
    expect(late.save).toBeUndefined();
  });

  test('only a mark of its epoch lets a gate forget what it has sent', () => {
    const { state } = run(
      connectedGate(),
      [{ kind: 'reading', reading: hot }, noonMs],
      [{ kind: 'acknowledged', messageId: 1 }, noonMs],
    );
    const mark = { epoch: 'another0', storedThrough: 1, at: new Date(noonMs).toISOString() };
    expect(run(state, [{ kind: 'mark', mark }, noonMs]).state.sent.length).toBe(1);
    expect(run(state, [{ kind: 'mark', mark: { ...mark, epoch: 'epoch000' } }, noonMs]).state.sent.length).toBe(0);
  });

  test('a command with a foreign or used nonce is refused, one that is too late not carried out', () => {
    const command = {
      kind: 'open',
      commandId: '0b7b2f6e-54a5-4b8f-8d2b-6f8a2f0f2c11',
      deadline: new Date(noonMs + 5_000).toISOString(),
      askedBy: 'officer',
      nonce,
    } as const;
    const next = 'the-nonce-after-that';
    const first = run(connectedGate(), [{ kind: 'command', command, nonce: next }, noonMs]);
    expect(first.effects).toContainEqual({ kind: 'open-barrier' });
    expect(repliesOf(first.effects)).toMatchObject([{ state: 'received' }, { state: 'done' }, { nonce: next }]);

    const again = run(first.state, [{ kind: 'command', command, nonce: 'one-more-nonce-here' }, noonMs]);
    expect(repliesOf(again.effects)).toMatchObject([{ state: 'refused' }]);

    const late = run(connectedGate(), [{ kind: 'command', command, nonce: next }, noonMs + 5_001]);
    expect(late.effects).not.toContainEqual({ kind: 'open-barrier' });
    expect(repliesOf(late.effects)).toMatchObject([{ state: 'received' }, { state: 'too-late' }, { nonce: next }]);
  });
});

describe('heartbeats', () => {
  test('one at each connection, then as often as the config says', () => {
    const first = run(experiencedGate(), [{ kind: 'connected', nonce, random: 0 }, noonMs]);
    const nextMs = noonMs + defaultConfig.heartbeatS * 1000;
    expect(wakeAtMs(first.state)).toBe(nextMs);
    const later = run(first.state, [{ kind: 'woken' }, nextMs - 1], [{ kind: 'woken' }, nextMs]);
    for (const { effects } of [first, later]) {
      const beats = effects.filter((effect) => effect.kind === 'publish' && effect.channel === 'status');
      expect(beats).toHaveLength(1);
      expect(
        statusMessage.parse(JSON.parse(beats.map((beat) => ('payload' in beat ? beat.payload : ''))[0] ?? '')),
      ).toMatchObject({
        kind: 'heartbeat',
        lastSeq: 0,
      });
    }
  });
});
