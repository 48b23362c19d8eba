// Goal: firmware in another language comes to the same baselines, suspicions and verdicts from docs/wire/.
// Method: a second implementation in Python, which shares no code with domain/, reads the generated files; and the
// vectors show each fault of a sensor and its end. That the files are fresh, wire.test.ts tests.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sensorFaults } from '../../../domain/screening/sensor-fault.ts';

const folder = join(import.meta.dirname, '../../../docs/wire');
const screeningFile = join(folder, 'screening-vectors.csv');
const vectorsFile = join(folder, 'vectors.json');
const [header = '', ...lines] = readFileSync(screeningFile, 'utf8').trimEnd().split('\n');
const rows = lines.map((line) => line.split(','));
const { judgement, canonical } = z
  .object({ judgement: z.object({ cases: z.array(z.unknown()) }), canonical: z.array(z.unknown()) })
  .parse(JSON.parse(readFileSync(vectorsFile, 'utf8')));

it('the vectors show each fault that a gate may suspect, and that it ends', () => {
  const faultOf = (row: readonly string[]) => row[header.split(',').indexOf('sensor_fault')];
  for (const fault of sensorFaults) {
    const ends = rows.some((row, index) => {
      const next = rows[index + 1];
      return faultOf(row) === fault && next?.[0] === row[0] && next && faultOf(next) === '';
    });
    expect([fault, ends]).toEqual([fault, true]);
  }
});

const python = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!python)(`in Python${python ? '' : ' (there is no python3 on this machine)'}`, () => {
  it('everything comes out the same', { timeout: 60_000 }, () => {
    const checker = join(import.meta.dirname, 'check_vectors.py');
    const { status, stdout, stderr } = spawnSync('python3', [checker, screeningFile, vectorsFile], {
      encoding: 'utf8',
    });
    const counts = `${rows.length} passes, ${judgement.cases.length} judgements, ${canonical.length} canonical texts`;
    expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: `${counts}, 0 differ\n` });
  });
});
