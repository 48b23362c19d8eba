/**
 * How a gate that was cut off sends what it holds: by the rate of its config, never ahead of somebody a guard has to
 * see, every pass once. Method: random backlogs, rates and people before the pure gate, with a broker that answers when
 * it likes; and a part of a city that comes back at once.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../device-sim/gate/effects.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, countOutbox, type GateState } from '../../../device-sim/gate/state.ts';
import { type Input, step, wakeAtMs } from '../../../device-sim/gate/step.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import { timeLimits, wireLimits } from '../../../domain/limits/wire.ts';
import { passesMessage } from '../../../domain/messages/pass.ts';
import { emptyScreening } from '../../../domain/screening/screening-state.ts';
import { storageLimits } from '../../../infra/limits.ts';
import { setup } from '../../helpers/gate-setup.ts';

const noonMs = Date.UTC(2026, 10, 24, 4);
const outageMs = 2 * 3_600_000;
const nonce = 'a-nonce-of-this-run';
const warm: Reading = { direction: 'in', site: 'face', skinC: 35.5, ambientC: 21, code: null };
const hot: Reading = { ...warm, skinC: 37 };

interface Message {
  atMs: number;
  messageId: number;
  seqs: number[];
}

/** A gate that took people on while it was cut off, and what it has sent since. */
function createCutOffGate(people: readonly Reading[], sending: GateState['setup']['sending']) {
  const flash = blankFlash('epoch000');
  const skin = { day: '2026-11-24', recent: [3550, 3551, 3552, 3549, 3548], lastDayMedian: null };
  const screening = { ...emptyScreening, places: [skin] } as const;
  let state = boot({ ...flash, memory: { ...flash.memory, screening } }, { ...setup, sending: { ...sending } });
  let nowMs = noonMs;
  const messages: Message[] = [];

  const feed = (input: Input) => {
    const next = step(state, input, nowMs);
    state = next.state;
    const sent = next.effects.flatMap((effect) => messageOf(effect, nowMs));
    messages.push(...sent);
    return sent;
  };
  for (const reading of people) feed({ kind: 'reading', reading });
  nowMs += outageMs;

  return {
    feed,
    messages,
    state: () => state,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** Nothing but time passes, and the broker answers at once, until the outbox is empty. */
    finish() {
      while (countOutbox(state) > 0) {
        for (const { messageId } of state.inFlight) feed({ kind: 'acknowledged', messageId });
        nowMs = Math.max(nowMs, wakeAtMs(state) ?? nowMs);
        feed({ kind: 'woken' });
      }
    },
  };
}

function messageOf(effect: Effect, atMs: number): Message[] {
  if (effect.kind !== 'publish-passes') return [];
  const { passes } = passesMessage.parse(JSON.parse(effect.payload));
  return [{ atMs, messageId: effect.messageId, seqs: passes.map(({ seq }) => seq) }];
}

const people = (count: number): Reading[] =>
  Array.from({ length: count }, (_, index) => ({ ...warm, skinC: 35.4 + (index % 7) / 50 }));

const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time'), ms: fc.integer({ min: 0, max: 40_000 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('person'), isHot: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer') }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('reconnect'), random: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  },
);

describe('a backlog', () => {
  const plan = fc.record({
    count: fc.integer({ min: 0, max: 150 }),
    passesPerS: fc.double({ min: gateLimits.drainPassesPerSMin, max: 20, noNaN: true }),
    jitterS: fc.integer({ min: 0, max: 300 }),
    happenings: fc.array(happening, { maxLength: 60, size: 'max' }),
  });

  test('goes out no quicker than the rate, whatever else happens, and all of it arrives', () => {
    fc.assert(
      fc.property(plan, ({ count, passesPerS, jitterS, happenings }) => {
        const gate = createCutOffGate(people(count), { drain: { passesPerS, jitterS } });
        gate.feed({ kind: 'connected', nonce, random: 0.5 });
        for (const one of happenings) {
          if (one.kind === 'time') gate.pass(one.ms);
          if (one.kind === 'answer')
            gate.feed({ kind: 'acknowledged', messageId: gate.state().inFlight[0]?.messageId ?? 0 });
          if (one.kind === 'person') gate.feed({ kind: 'reading', reading: one.isHot ? hot : warm });
          if (one.kind === 'reconnect') {
            gate.feed({ kind: 'disconnected' });
            gate.feed({ kind: 'connected', nonce, random: one.random });
          }
          gate.feed({ kind: 'woken' });
        }
        gate.finish();

        // Taken on before the outage was over: every message with one of them is a part of the backlog.
        const old = gate.messages.filter(({ seqs }) => seqs.some((seq) => seq <= count));
        for (const [index, message] of old.slice(1).entries()) {
          const before = old[index];
          const restMs = ((before?.seqs.length ?? 0) / passesPerS) * 1_000;
          expect(message.atMs - (before?.atMs ?? 0)).toBeGreaterThanOrEqual(restMs - 1);
        }
        const arrived = new Set(gate.messages.flatMap(({ seqs }) => seqs));
        expect(arrived.size).toBe(gate.state().memory.lastSeq);
      }),
      { numRuns: 60 },
    );
  });

  test('is sent once when the connection holds, and waits for its part of the jitter first', () => {
    const gate = createCutOffGate(people(60), undefined);
    gate.feed({ kind: 'connected', nonce, random: 0.5 });
    expect(gate.messages).toEqual([]);
    expect(wakeAtMs(gate.state())).toBe(noonMs + outageMs + 0.5 * gateLimits.drainJitterS * 1_000);
    gate.finish();
    expect(gate.messages.map(({ seqs }) => seqs.length)).toEqual([25, 25, 10]);
    expect(gate.messages.flatMap(({ seqs }) => seqs)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  test('does not wait for a clock that was set back', () => {
    const gate = createCutOffGate(people(60), undefined);
    gate.feed({ kind: 'connected', nonce, random: 0.5 });
    gate.pass(-24 * 3_600_000);
    expect(gate.feed({ kind: 'woken' })).toHaveLength(1);
  });

  test('goes on while the broker is slow with what people make', () => {
    const gate = createCutOffGate(people(60), undefined);
    const [first] = gate.feed({ kind: 'connected', nonce, random: 0 });
    gate.feed({ kind: 'acknowledged', messageId: first?.messageId ?? 0 });
    for (const reading of [hot, hot]) gate.feed({ kind: 'reading', reading });
    gate.pass(125_000);
    expect(gate.feed({ kind: 'woken' }).map(({ seqs }) => seqs.length)).toEqual([25]);
  });

  test('is no backlog when it is asked for again: no jitter', () => {
    const gate = createCutOffGate([], undefined);
    gate.feed({ kind: 'connected', nonce, random: 0.9 });
    const [message] = gate.feed({ kind: 'reading', reading: hot });
    gate.feed({ kind: 'acknowledged', messageId: message?.messageId ?? 0 });
    const deadline = new Date(noonMs + outageMs + 60_000).toISOString();
    const commandId = '0b7b2f6e-54a5-4b8f-8d2b-6f8a2f0f2c11';
    const range = { epoch: 'epoch000', fromSeq: 1, toSeq: 1 };
    const command = { kind: 'resend', commandId, nonce, deadline, ...range } as const;
    expect(gate.feed({ kind: 'command', command, nonce: 'the-nonce-after-that' })).toMatchObject([{ seqs: [1] }]);
  });

  test('goes at once when the gate is about to be switched off', () => {
    const gate = createCutOffGate(people(60), undefined);
    gate.feed({ kind: 'connected', nonce, random: 0.9 });
    expect(gate.feed({ kind: 'drain' }).map(({ seqs }) => seqs.length)).toEqual([25, 25]);
  });
});

describe('who has to be seen by a guard', () => {
  test('goes ahead of the backlog, in a message without it, also while the broker is silent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 100 }), (ms, count) => {
        const gate = createCutOffGate(people(count), undefined);
        gate.feed({ kind: 'connected', nonce, random: 0.3 });
        gate.pass(ms);
        gate.feed({ kind: 'woken' });
        expect(gate.feed({ kind: 'reading', reading: hot })).toMatchObject([{ seqs: [count + 1] }]);
      }),
      { numRuns: 50 },
    );
  });

  test('and was held while the connection was away for a moment, goes first when it is back', () => {
    const gate = createCutOffGate(people(30), undefined);
    gate.feed({ kind: 'reading', reading: hot });
    gate.feed({ kind: 'reading', reading: warm });
    gate.pass(timeLimits.lateAfterMs);
    expect(gate.feed({ kind: 'connected', nonce, random: 0.3 })).toMatchObject([{ seqs: [31] }]);
  });

  test('and passed hours ago, waits like all others', () => {
    const gate = createCutOffGate([...people(3), hot], undefined);
    expect(gate.feed({ kind: 'connected', nonce, random: 0.3 })).toEqual([]);
  });
});

describe('a city that comes back at once, at its peak', () => {
  const city = { gates: 12_784, passesPerSPassing: 1_150 };

  test('stays within what the table takes', () => {
    const gates = 100;
    const windowMs = 25_000;
    const passesIn = new Map<number, number>();
    for (let index = 0; index < gates; index++) {
      const gate = createCutOffGate(people(75), undefined);
      gate.feed({ kind: 'connected', nonce, random: (index + 0.5) / gates });
      gate.finish();
      for (const { atMs, seqs } of gate.messages) {
        const window = Math.floor(atMs / windowMs);
        passesIn.set(window, (passesIn.get(window) ?? 0) + seqs.length);
      }
    }
    const busiestPerS = Math.max(...passesIn.values()) / (windowMs / 1_000);
    const allGatesPerS = (busiestPerS / gates) * city.gates;
    expect(allGatesPerS + city.passesPerSPassing).toBeLessThan(storageLimits.warmWriteUnitsPerSecond);
    expect(allGatesPerS).toBeGreaterThan(0.5 * storageLimits.warmWriteUnitsPerSecond);
  });

  test('is spread evenly: the jitter is a multiple of the rest after a full message', () => {
    const restS = wireLimits.passesPerMessageMax / gateLimits.drainPassesPerS;
    expect(gateLimits.drainJitterS % restS).toBe(0);
  });
});
