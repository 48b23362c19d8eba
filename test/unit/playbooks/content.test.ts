// Goal: a playbook that guards get can be walked, whatever they answer, and has all its words; one that an officer has
// spoilt is refused by a line that says where. Method: the playbooks as they are, and copies with one thing spoilt.
import { cpSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContent } from '../../../playbooks/read-content.ts';

const root = join(import.meta.dirname, '../../..');
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-playbooks-'));
});
afterAll(() => rmSync(home, { recursive: true }));

/** A copy of the playbooks, spoilt. */
function spoilt(spoil: (folder: string) => void): string[] {
  const folder = mkdtempSync(join(home, 'copy-'));
  for (const part of ['steps', 'texts']) cpSync(join(root, 'playbooks', part), join(folder, part), { recursive: true });
  spoil(folder);
  return readContent(folder).faults;
}

/** Puts something else for what is there, which has to be there. */
function replace(file: string, what: string, by: string): (folder: string) => void {
  return (folder) => {
    const content = readFileSync(join(folder, file), 'utf8');
    expect(content).toContain(what);
    writeFileSync(
      join(folder, file),
      content.replace(what, () => by),
    );
  };
}

describe('the playbooks as they are', () => {
  const { content, faults } = readContent(join(root, 'playbooks'));

  it('are whole in Chinese and in English', () => {
    expect(faults).toEqual([]);
    expect(Object.keys(content.texts)).toEqual(['en', 'zh']);
  });

  it('refer to sections that the runbook has', () => {
    const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
      text.toLowerCase().replaceAll(' ', '-'),
    );
    const named = Object.values(content.playbooks).flatMap(({ runbook }) => runbook ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((one) => !headings.includes(one))).toEqual([]);
  });

  it('tell operators only of commands that there are', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const commands = globSync('operator/commands/*.ts', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const gates = commands.flatMap((file) => [...file.matchAll(/name: '([a-z]+)'/g)].map(([, name]) => name));
    const words = Object.values(content.texts).flatMap(({ playbooks }) =>
      Object.values(playbooks).flatMap(({ steps }) => Object.values(steps)),
    );
    const named = words.flatMap((text) => /npm run ([a-z:-]+)/.exec(text)?.[1] ?? []);
    const ofGates = words.flatMap((text) => /npm run gates -- ([a-z]+)/.exec(text)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((one) => !(one in scripts))).toEqual([]);
    expect(ofGates.filter((one) => !gates.includes(one))).toEqual([]);
  });
});

/** What it is, what stands there, what is put instead, and what is said. */
type Spoiling = [string, string, string, string[]];

const spoiltSteps: Spoiling[] = [
  [
    'a step that is not there',
    '"next": "own-mask"',
    '"next": "constructor"',
    ['steps/fever.json: step "who" leads to "constructor", which is neither a step nor an end'],
  ],
  [
    'a loop without an exit',
    '"next": { "yes": "measure", "no": "call-refusal" }',
    '"next": { "yes": "explain", "no": "explain" }',
    [
      'steps/fever.json: step "explain" goes round and never comes to an end',
      'steps/fever.json: step "willing" goes round and never comes to an end',
    ],
  ],
  [
    'a step that nobody comes to',
    '"next": "comfort"',
    '"next": "clean-after-fever"',
    ['steps/fever.json: step "comfort" is never reached'],
  ],
  [
    'a way back to an earlier phase',
    '"next": "comfort"',
    '"next": { "yes": "comfort", "no": "measure" }',
    ['steps/fever.json: step "call-officer" leads from "act" back to "measure" in "check"'],
  ],
  [
    'a measurement that knows no fever',
    '"warm": "seat", ',
    '',
    ['steps/fever.json: step "measure-again" measures, and has no answer "warm"'],
  ],
  [
    'a question with one answer',
    '{ "yes": "rest", "no": "seat" }',
    '{ "yes": "rest" }',
    ['steps/fever.json: step "exerted" is of kind ask and needs two answers'],
  ],
  [
    'an end that no life cycle of a person has',
    '"next": "false-alarm"',
    '"next": "stays-open"',
    ['steps/fever.json: ends with "stays-open", which is no end for an alert of this kind'],
  ],
  [
    'a first step that is none',
    '"guard": "who"',
    '"guard": "nobody"',
    ['steps/fever.json: begins with "nobody", which is no step'],
  ],
  [
    'a phase that is none',
    '"phase": "invite"',
    '"phase": "greet"',
    [expect.stringMatching(/^steps\/fever.json: steps.aside.phase: /)],
  ],
  [
    'a call to nobody',
    '"whom": "ambulance", ',
    '',
    [expect.stringMatching(/^steps\/fever.json: steps.call-ambulance.whom: /)],
  ],
];

describe('steps that cannot be walked', () => {
  it.each(spoiltSteps)('%s', (_, what, by, faults) => {
    expect(spoilt(replace('steps/fever.json', what, by))).toEqual(faults);
  });

  it('a kind of alert without a playbook, and a playbook for no alert', () => {
    const faults = spoilt((folder) =>
      renameSync(join(folder, 'steps/tampering.json'), join(folder, 'steps/meddling.json')),
    );
    expect(faults).toEqual([
      'steps/tampering.json is missing: there are alerts of this kind',
      'steps/meddling.json: there are no alerts of this kind',
    ]);
  });
});

const spoiltTexts: Spoiling[] = [
  [
    'a text that is missing',
    '"own-mask": "自己戴好口罩，站到一米外。",',
    '',
    ['texts/zh.json: fever: step "own-mask" has no text'],
  ],
  [
    'a text of no step',
    '"own-mask":',
    '"no-step": "。", "own-mask":',
    ['texts/zh.json: fever: step "no-step" has a text, and nothing uses it'],
  ],
  ['an answer without a label', '"ill": "看病",', '', ['texts/zh.json: answer "ill" has no text']],
  [
    'a text too long for a phone',
    '自己戴好口罩',
    '自己戴好口罩'.repeat(7),
    ['texts/zh.json: playbooks.fever.steps.own-mask: is too long for a phone'],
  ],
  [
    'an empty text',
    '"自己戴好口罩，站到一米外。"',
    '" "',
    ['texts/zh.json: playbooks.fever.steps.own-mask: is empty, or begins or ends with a blank'],
  ],
  [
    'a place for something else',
    '低于{contactLimitC}',
    '低于{limit}',
    ['texts/zh.json: answers.normal: has braces that are not {contactLimitC}'],
  ],
  ['a key that is there twice', '"own-mask":', '"who": "看", "own-mask":', ['texts/zh.json: duplicate-key']],
  [
    'a comma too few',
    '站到一米外。",',
    '站到一米外。"',
    [expect.stringMatching(/^texts\/zh.json: is no JSON: .*\(line \d+ column \d+\)$/)],
  ],
];

describe('texts that are not whole', () => {
  it.each(spoiltTexts)('%s', (_, what, by, faults) => {
    expect(spoilt(replace('texts/zh.json', what, by))).toEqual(faults);
  });
});
