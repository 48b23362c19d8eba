// Goal: firmware in another language comes to the same results from docs/wire/code-vectors.json.
// Method: a second implementation in Python, which shares no code with domain/, reads the generated file; and the
// vectors show each reason at least once. That the file is fresh, wire.test.ts tests.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { refusals } from '../../../../domain/codes/refusals.ts';

const vectorsFile = join(import.meta.dirname, '../../../../docs/wire/code-vectors.json');
const vectors = z
  .object({ codes: z.array(z.object({ result: z.object({ accepted: z.boolean(), reason: z.string().optional() }) })) })
  .parse(JSON.parse(readFileSync(vectorsFile, 'utf8')));

it('the vectors have each reason, and codes that are accepted', () => {
  const shown = new Set(vectors.codes.map(({ result }) => result.reason ?? 'accepted'));
  expect([...shown].toSorted()).toEqual([...Object.keys(refusals), 'accepted'].toSorted());
});

const python = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!python)(`in Python${python ? '' : ' (there is no python3 on this machine)'}`, () => {
  it('each code has the same result', { timeout: 60_000 }, () => {
    const checker = join(import.meta.dirname, 'check_code_vectors.py');
    const { status, stdout, stderr } = spawnSync('python3', [checker, vectorsFile], { encoding: 'utf8' });
    expect({ status, stderr, stdout }).toEqual({
      status: 0,
      stderr: '',
      stdout: `${vectors.codes.length} codes, 0 differ\n`,
    });
  });
});
