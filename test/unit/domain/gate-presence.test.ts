// Goal: whether a gate is there does not depend on the order in which witnesses are heard, nor on how often.
// Method: true histories of a gate, told by a broker whose times are up to two minutes off; shuffled and doubled.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cameBack,
  dueAtMs,
  type GatePresence,
  isConnected,
  observe,
  type Sign,
  silentSinceMs,
} from '../../../domain/gate-presence.ts';

const minute = 60_000;
const start = Date.parse('2026-11-24T00:00:00.000Z');
const heartbeatS = 600;

const connected = (minutes: number, versionNumber: number): Sign => ({
  kind: 'presence',
  connection: { event: 'connected', versionNumber, atMs: start + minutes * minute },
});
const disconnected = (minutes: number, versionNumber: number): Sign => ({
  kind: 'presence',
  connection: { event: 'disconnected', versionNumber, atMs: start + minutes * minute },
});
const heartbeat = (minutes: number): Sign => ({ kind: 'heartbeat', atMs: start + minutes * minute });
const will = (minutes: number): Sign => ({ kind: 'will', atMs: start + minutes * minute });
const hearing = (...signs: readonly Sign[]) => signs.reduce<GatePresence>(observe, {});

/** Sessions one after another: how long each lasts and how long the gate is away after it, in minutes. */
const session = fc.record({
  lastsMin: fc.integer({ min: 0, max: 180 }),
  awayMin: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 70, max: 300 })),
  errorsMs: fc.tuple(fc.integer({ min: -120_000, max: 120_000 }), fc.integer({ min: -120_000, max: 120_000 })),
  hasWill: fc.boolean(),
});

interface History {
  signs: Sign[];
  endsConnected: boolean;
}

/** What the broker and the gate say of those sessions, in their true order. */
const history: fc.Arbitrary<History> = fc
  .tuple(fc.array(session, { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([sessions, endsConnected]) => {
    const signs: Sign[] = [];
    let atMs = start;
    let versionNumber = 0;
    for (const [index, { lastsMin, awayMin, errorsMs, hasWill }] of sessions.entries()) {
      const endMs = atMs + lastsMin * minute + 1_000;
      const of = (event: 'connected' | 'disconnected', trueMs: number, errorMs: number): Sign => ({
        kind: 'presence',
        connection: { event, versionNumber, atMs: trueMs + errorMs },
      });
      signs.push(of('connected', atMs, errorsMs[0]));
      for (let beat = atMs + 500; beat < endMs; beat += heartbeatS * 1_000)
        signs.push({ kind: 'heartbeat', atMs: beat });
      if (index === sessions.length - 1 && endsConnected) break;
      signs.push(of('disconnected', endMs, errorsMs[1]));
      if (hasWill) signs.push({ kind: 'will', atMs: endMs });
      atMs = endMs + awayMin * minute;
      versionNumber = awayMin > 60 ? 0 : versionNumber + 1;
    }
    return { signs, endsConnected };
  });

const shuffledAndDoubled = history.chain(({ signs, endsConnected }) =>
  fc
    .tuple(fc.shuffledSubarray(signs, { minLength: signs.length }), fc.subarray(signs))
    .map(([shuffled, again]) => ({ signs, told: [...shuffled, ...again], endsConnected })),
);

test('any order and any doubling of the same signs leads to the same state', () => {
  fc.assert(
    fc.property(shuffledAndDoubled, ({ signs, told }) => {
      expect(hearing(...told)).toEqual(hearing(...signs));
    }),
    { numRuns: 500 },
  );
});

test('the last presence event is the one that truly came last', () => {
  fc.assert(
    fc.property(shuffledAndDoubled, ({ told, endsConnected }) => {
      expect(hearing(...told).connection?.event).toBe(endsConnected ? 'connected' : 'disconnected');
    }),
    { numRuns: 500 },
  );
});

test('a gate that is there and sends heartbeats is connected and not due, whatever the times of the broker say', () => {
  fc.assert(
    fc.property(shuffledAndDoubled, ({ told, endsConnected }) => {
      fc.pre(endsConnected);
      const lastMs = Math.max(...told.map((sign) => (sign.kind === 'heartbeat' ? sign.atMs : 0)));
      const presence = hearing(...told, { kind: 'heartbeat', atMs: lastMs + 5 * minute });
      expect(isConnected(presence)).toBe(true);
      expect(dueAtMs(presence, heartbeatS)).toBeGreaterThan(lastMs + 5 * minute);
    }),
    { numRuns: 500 },
  );
});

describe('isConnected', () => {
  test.each([
    ['never heard of', hearing(), false],
    ['connected', hearing(connected(0, 0)), true],
    ['disconnected', hearing(connected(0, 0), disconnected(3, 0)), false],
    ['a connect that comes after its disconnect', hearing(disconnected(0, 7), connected(0, 7)), false],
    ['pushed out by its own new connection', hearing(connected(0, 0), connected(30, 1), disconnected(30, 0)), true],
    ['numbers start again after an hour away', hearing(connected(0, 9), disconnected(1, 9), connected(90, 0)), true],
    ['a heartbeat later than the disconnect', hearing(disconnected(10, 3), heartbeat(11)), true],
    ['a heartbeat before the disconnect', hearing(heartbeat(9), disconnected(10, 3)), false],
    ['a will, and the disconnect was lost', hearing(connected(0, 0), heartbeat(10), will(15)), false],
    ['the will of an old connection', hearing(connected(0, 0), connected(15, 1), will(15)), true],
    ['a heartbeat after the will', hearing(connected(0, 0), will(15), heartbeat(16)), true],
  ])('%s', (_, presence, expected) => {
    expect(isConnected(presence)).toBe(expected);
  });
});

describe('dueAtMs', () => {
  const at = (minutes: number) => start + minutes * minute;
  test.each([
    ['a gate never heard of', hearing(), undefined],
    ['two minutes after a disconnect', hearing(connected(0, 0), disconnected(3, 0)), at(5)],
    ['two and a half heartbeats after the last', hearing(connected(0, 0), heartbeat(10)), at(35)],
    ['the same after a connect without any', hearing(connected(0, 0)), at(25)],
  ])('%s', (_, presence, expected) => {
    expect(dueAtMs(presence, heartbeatS)).toBe(expected);
  });
});

describe('cameBack', () => {
  const gone = hearing(connected(0, 0), heartbeat(1), disconnected(3, 0));
  const quiet = hearing(connected(0, 0), heartbeat(1));
  test.each([
    ['by a connect', gone, connected(9, 1), true],
    ['by a connect that the broker dates too early', gone, connected(2, 1), true],
    ['by a heartbeat', gone, heartbeat(9), true],
    ['not by a heartbeat from before', gone, heartbeat(2), false],
    ['not by its own connect once more', gone, connected(0, 0), false],
    ['a quiet gate by a heartbeat', quiet, heartbeat(60), true],
    ['a quiet gate not by its disconnect', quiet, disconnected(60, 0), false],
  ])('%s', (_, presence, sign, expected) => {
    const silentMs = silentSinceMs(presence) ?? Number.NaN;
    expect(cameBack(observe(presence, sign), silentMs)).toBe(expected);
  });
});
