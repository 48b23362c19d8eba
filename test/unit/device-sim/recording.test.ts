/**
 * Recorded readings: what is read from the file, and how the people of the recording fare at the gates. The
 * recording is not part of this project; where it is missing, what needs it is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../device-sim/environment.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { blankFlash, boot, type GateState } from '../../../device-sim/gate/state.ts';
import { step } from '../../../device-sim/gate/step.ts';
import { parseRecording } from '../../../device-sim/replay/recording.ts';
import { gatesOf, replay } from '../../../device-sim/replay/replay.ts';
import { alertedByGate, describeSummary, type Outcome, summarise } from '../../../device-sim/replay/summary.ts';
import { UsageError } from '../../../domain/errors.ts';
import { setup } from '../../helpers/gate-setup.ts';

const header = 'subject,date,time,camera,tmax_r1,tmax_r2,tmax_r3,tmax_r4,ambient,oral_m';

describe('reading the file', () => {
  test('people come in the order in which they were measured, with the first reading that there is', () => {
    const csv = [
      header,
      'late,2017-02-10,12:33:10,FLIR,35.10,35.20,35.30,36.50,23.3,36.34',
      'early,2017-02-10,9:39:45,ICI,,35.40,,36.60,,',
      '',
    ].join('\r\n');
    expect(parseRecording(csv, 'some.csv')).toEqual([
      { subject: 'early', camera: 'ICI', skinC: 35.4, ambientC: null, oralC: null },
      { subject: 'late', camera: 'FLIR', skinC: 35.1, ambientC: 23.3, oralC: 36.34 },
    ]);
  });

  test.each([
    ['', /has no column subject/],
    [header, /holds nobody/],
    [`${header}\na,b`, /line 2 has 2 cells, the header has 10/],
    [`${header}\na,2017-02-10,12:00:00,FLIR,warm,,,,23,37`, /line 2: tmax_r1 is "warm"/],
  ])('what is no recording is one clear line: %j', (csv, message) => {
    expect(() => parseRecording(csv, 'some.csv')).toThrow(UsageError);
    expect(() => parseRecording(csv, 'some.csv')).toThrow(message);
  });
});

const recordingFile = '../shared/data/skin-oral-temperatures.csv';
const isMissing = !existsSync(recordingFile);

/** Gates without flash and network: the model alone, in one day. */
function modelGates() {
  const gates = new Map<string, GateState>();
  let nowMs = Date.UTC(2026, 10, 24, 4);
  return {
    screen: async (gate: string, reading: Reading) => {
      const state = gates.get(gate) ?? boot(blankFlash('epoch000'), setup);
      const next = step(state, { kind: 'reading', reading }, nowMs++);
      gates.set(gate, next.state);
      return next.effects.find((effect) => effect.kind === 'decide')?.pass;
    },
  };
}

describe.skipIf(isMissing)(`547 real people (skipped without ${recordingFile})`, () => {
  const people = isMissing ? [] : parseRecording(readFileSync(recordingFile, 'utf8'), recordingFile);
  const replayAll = () =>
    replay(people, modelGates(), {
      ratePerS: Number.POSITIVE_INFINITY,
      environment: systemEnvironment,
      signal: new AbortController().signal,
    });
  const at = (outcomes: readonly Outcome[], gate: string) => outcomes.filter((outcome) => outcome.gate === gate);

  test('one gate for each camera', () => {
    expect(gatesOf(people).map(({ gate }) => gate)).toEqual(['replay-flir', 'replay-ici']);
  });

  test('who had a fever raised an alert, or did not', async () => {
    const outcomes = await replayAll();
    const flir = summarise('replay-flir', at(outcomes, 'replay-flir'), alertedByGate);
    // The same figures come from twenty lines of Python over the file: median of 30, D = 0.8, half up.
    expect(flir).toEqual({
      gate: 'replay-flir',
      people: 544,
      fever: { people: 47, alerted: 29, notAlerted: 18 },
      noFever: { people: 497, alerted: 6, notAlerted: 491 },
      learning: 5,
      withoutReading: 0,
      unknown: 0,
      notTaken: 0,
    });
    expect(summarise('replay-ici', at(outcomes, 'replay-ici'), alertedByGate)).toMatchObject({
      people: 539,
      fever: { people: 47, alerted: 37, notAlerted: 10 },
      noFever: { people: 492, alerted: 13, notAlerted: 479 },
    });
    expect(describeSummary(flir)).toMatchInlineSnapshot(
      `"replay-flir: 544 people; with a fever (oral ≥ 37.5 °C) 47: 29 raised an alert, 18 did not; without 497: 6 raised an alert, 491 did not (5 while the gate was learning)"`,
    );
  });
});

test('who was not measured, or not taken on, is counted apart and said', () => {
  const person = { subject: 's', camera: 'FLIR', skinC: null, ambientC: null, oralC: null };
  const summary = summarise('g', [{ person, gate: 'g', pass: undefined }], alertedByGate);
  expect(summary).toMatchObject({ people: 1, fever: { people: 0 }, noFever: { people: 0 } });
  expect(describeSummary(summary)).toMatch(/1 without a reading, 1 whose truth nobody measured, 1 not taken on/);
});
