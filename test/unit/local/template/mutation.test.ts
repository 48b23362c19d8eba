// Goal: nothing in the real template is quietly passed over, and the list of what has no local meaning is not too long.
// Method: the app is synthesised; then every property of every resource is taken away and altered, one at a time. Each
// time the reading must refuse it by name or give another plan, unless no-local-meaning.ts says why not. Of resources
// that differ in values only, such as routes, one is enough.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../../../domain/errors.ts';
import { buildApp } from '../../../../infra/app.ts';
import { type Assembly, readAssembly } from '../../../../local/template/assembly.ts';
import { pseudoParameters } from '../../../../local/template/identities.ts';
import {
  noLocalMeaning,
  noLocalMeaningOfResources,
  noLocalMeaningOfTemplate,
} from '../../../../local/template/no-local-meaning.ts';
import type { StackPlan } from '../../../../local/template/plan.ts';
import { planStack } from '../../../../local/template/read-stack.ts';
import { functionNames } from '../../infra/synthesis.ts';
import { leavesOf, lieIn, type Mutation, mutationsOf, valueAt } from './mutations.ts';

const place = { partition: 'aws', region: 'local-1', account: '000000000000', awsPort: 8790, httpPort: 8787 };
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-mutation-'));
let assembly: Assembly;
let plan: StackPlan;
let entries: Entry[];

beforeAll(() => {
  // Neither the bundles' content nor CDK's validation of the template matters here; both take seconds.
  process.env['CDK_VALIDATION'] = 'false';
  const codeFolder = join(folder, 'code');
  for (const name of functionNames) {
    mkdirSync(join(codeFolder, name), { recursive: true });
    writeFileSync(join(codeFolder, name, 'handler.mjs'), 'export const handler = async () => {};\n');
  }
  const outputFolder = join(folder, 'cdk.out');
  buildApp({ codeFolder, disposable: false, timeZone: 'Asia/Shanghai', signingKeys: ['first'], outputFolder }).synth();
  assembly = readAssembly(outputFolder, pseudoParameters(place));
  plan = planStack(assembly, place);
  entries = listEntries();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the real template is read whole', () => {
  expect(plan.tables.map(({ indexes }) => indexes.length)).toEqual([1, 3]);
  expect(plan.functions).toHaveLength(functionNames.length);
  expect(plan.rules.map(({ name }) => name)).toEqual([
    'gatehouse_passes',
    'gatehouse_status',
    'gatehouse_presence',
    'gatehouse_replies',
  ]);
  expect(Object.keys(plan.outputs)).not.toHaveLength(0);
});

test('taking away or altering any property is refused by name or changes the plan', { timeout: 120_000 }, () => {
  const silent: string[] = [];
  const unnamed: string[] = [];
  const tried = { refused: 0, changed: 0, withoutMeaning: 0 };
  const alike = twins();
  for (const mutation of mutationsOf(assembly.template)) {
    if (alike.has(mutation.path[1])) continue;
    const outcome = outcomeOf(mutation.mutated);
    const written = `${mutation.kind}: ${mutation.path.join('.')}`;
    if (outcome.kind === 'refused') {
      tried.refused += 1;
      if (!namesItsPlace(outcome.message, mutation)) unnamed.push(`${written}\n    ${outcome.message}`);
    } else if (outcome.kind === 'changed') tried.changed += 1;
    else if (hasNoLocalMeaning(mutation.path)) tried.withoutMeaning += 1;
    else silent.push(written);
  }
  console.info(`mutations tried: ${JSON.stringify(tried)}`);
  // The silent ones that only the list explains are also the proof that a silent one is seen.
  expect(tried.withoutMeaning).toBeGreaterThan(0);
  expect(silent).toEqual([]);
  expect(unnamed).toEqual([]);
  expect(tried.refused + tried.changed).toBeGreaterThan(1000);
});

test('in China everything is in its own partition', () => {
  const there = planStack(assembly, { ...place, partition: 'aws-cn' });
  expect(JSON.stringify(there)).not.toContain('arn:aws:');
});

test('every entry of the list is of use for the real template', () => {
  const leaves = leavesOf(assembly.template);
  const types = new Set(
    leaves.map(([, logicalId = '']) => valueAt(assembly.template, ['Resources', logicalId, 'Type'])),
  );
  // A type that the template does not use says nothing about its properties.
  const inUse = entries.filter(({ type }) => type === undefined || types.has(type));
  const stale = inUse.filter((entry) => !leaves.some((path) => entry.covers(path)));
  expect(stale.map(({ name }) => name)).toEqual([]);
});

/** Resources of the same type and with the same properties as one before them. */
function twins(): Set<unknown> {
  const resources = Object.entries(valueAt(assembly.template, ['Resources']) ?? {});
  const alike = Map.groupBy(resources, ([, resource]) =>
    JSON.stringify([valueAt(resource, ['Type']), ...leavesOf(resource)]),
  );
  return new Set([...alike.values()].flatMap((members) => members.slice(1).map(([logicalId]) => logicalId)));
}

function outcomeOf(template: unknown): { kind: 'silent' | 'changed' } | { kind: 'refused'; message: string } {
  try {
    const changed = planStack({ ...assembly, template }, place);
    return { kind: isDeepStrictEqual(changed, plan) ? 'silent' : 'changed' };
  } catch (error) {
    // Anything else is a crash of the reader, whatever the template says.
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'refused', message: error.message };
  }
}

/** A refusal says which resource it is about, or which refers to it. */
function namesItsPlace(message: string, { path }: Mutation): boolean {
  const [section, logicalId] = path;
  return message.includes(String(logicalId ?? section));
}

interface Entry {
  name: string;
  /** Resource type; undefined for what every resource, or the template, may have. */
  type?: string;
  covers(path: Mutation['path']): boolean;
}

function listEntries(): Entry[] {
  const ofTypes = Object.entries(noLocalMeaning).flatMap(([type, byPath]) =>
    Object.keys(byPath).map((pattern) => ({
      name: `${type} ${pattern}`,
      type,
      covers: ([section, logicalId = '', part, ...path]: Mutation['path']) => {
        const isOfType = valueAt(assembly.template, ['Resources', logicalId, 'Type']) === type;
        if (section !== 'Resources' || !isOfType) return false;
        return pattern === '*' || (part === 'Properties' && lieIn(pattern, path));
      },
    })),
  );
  const ofResources = Object.keys(noLocalMeaningOfResources).map((pattern) => ({
    name: `every resource’s ${pattern}`,
    covers: ([section, , ...path]: Mutation['path']) => section === 'Resources' && lieIn(pattern, path),
  }));
  const ofTemplate = Object.keys(noLocalMeaningOfTemplate).map((pattern) => ({
    name: `the template’s ${pattern}`,
    covers: (path: Mutation['path']) => lieIn(pattern, path),
  }));
  return [...ofTypes, ...ofResources, ...ofTemplate];
}

/** Whether the list covers a place, or everything that the template has below it. */
function hasNoLocalMeaning(path: Mutation['path']): boolean {
  const covered = (at: Mutation['path']) => entries.some((entry) => entry.covers(at));
  if (covered(path)) return true;
  const below = valueAt(assembly.template, path);
  return below !== undefined && leavesOf(below, path).every(covered);
}
