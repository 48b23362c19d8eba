// Goal: a gate that somebody has to look after stands before one that is well, and a chart shows what the API said.
// Method: gates with one thing wrong each; hours with a pause and with people who were held.
import { describe, expect, it } from 'vitest';
import {
  conditionOf,
  type Gate,
  standingOf,
  type Trouble,
  troublesOf,
  worstFirst,
} from '../../../console/views/gates/condition.ts';
import { chartColumns, summaryOf } from '../../../console/views/gates/hours-model.ts';

const at = '2026-11-24T08:00:00.000Z';
const health = { sensor: 'ok', scanner: 'ok', barrier: 'ok', outboxPasses: 3, sentPasses: 40 } as const;
const well: Gate = {
  gate: 'xixi-gate-1',
  district: 'yuhang',
  community: 'xixi',
  connected: true,
  disabled: false,
  lastHeartbeatAt: at,
  health,
  listsAgeS: 200,
  configVersion: 1,
};

describe('what is wrong with a gate', () => {
  it.each<[Trouble | 'nothing', string, Partial<Gate>]>([
    ['nothing', 'well', {}],
    ['disabled', 'off', { disabled: true }],
    ['offline', 'away', { connected: false, offlineSince: at }],
    ['sensor', 'doubtful', { health: { ...health, sensor: 'fault' } }],
    ['scanner', 'doubtful', { health: { ...health, scanner: 'fault' } }],
    ['barrier', 'doubtful', { health: { ...health, barrier: 'fault' } }],
    ['barrier-open', 'doubtful', { health: { ...health, barrier: 'open' } }],
    ['outbox', 'doubtful', { health: { ...health, outboxPasses: 5_000 } }],
    ['lists-old', 'doubtful', { listsAgeS: null }],
  ])('%s', (trouble, condition, change) => {
    const troubles = troublesOf({ ...well, ...change }, []);
    expect(troubles).toEqual(trouble === 'nothing' ? [] : [trouble]);
    expect(conditionOf(troubles)).toBe(condition);
  });

  it('one that was never heard is away, whatever it does not say', () => {
    const { lastHeartbeatAt, health: _, listsAgeS, ...silent } = well;
    expect(troublesOf({ ...silent, connected: false }, [])).toEqual(['never-heard']);
  });

  it('alerts about it count, and each says its own; those about persons do not', () => {
    expect(troublesOf(well, ['sensor-fault', 'tampering', 'passes-missing', 'fever'])).toEqual([
      'sensor-doubted',
      'records',
    ]);
  });

  it('the worst comes first, then by name', () => {
    const gates = [
      { ...well, gate: 'b' },
      { ...well, gate: 'a' },
      { ...well, gate: 'c', disabled: true },
      { ...well, gate: 'd' },
      { ...well, gate: 'e', connected: false },
    ];
    const alerts = new Map([['d', ['sensor-fault' as const]]]);
    const order = worstFirst(gates.map((gate) => standingOf(gate, alerts))).map(({ gate }) => gate.gate);
    expect(order).toEqual(['e', 'd', 'c', 'a', 'b']);
  });
});

describe('the last hours', () => {
  const step = { passes: 4, lowestC: 34.1, medianC: 35, highestC: 36.9, baselineC: 35.1 };
  const seen = {
    stepS: 300 as const,
    steps: [
      { ...step, from: '2026-11-24T08:00:00.000Z' },
      { ...step, from: '2026-11-24T08:15:00.000Z', highestC: 37.4, baselineC: null },
    ],
    alarms: [{ at: '2026-11-24T08:03:00.000Z', skinC: 36.9, baselineC: 35.1, reason: 'too-warm' as const }],
    complete: true,
  };

  it('a pause is a gap in the lines, and who was held is a point that breaks none', () => {
    const { atS, medianC, heldC } = chartColumns(seen);
    expect(atS).toEqual(atS.toSorted((a, b) => a - b));
    expect(medianC).toEqual([35, undefined, null, null, 35]);
    expect(heldC).toEqual([undefined, 36.9, undefined, undefined, undefined]);
  });

  it('in a few numbers', () => {
    expect(summaryOf(seen)).toEqual({ passes: 8, held: 1, lowestC: 34.1, highestC: 37.4, baselineC: 35.1 });
    expect(summaryOf({ ...seen, steps: [], alarms: [] })).toMatchObject({ passes: 0, lowestC: undefined });
  });
});
