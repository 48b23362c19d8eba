// Goal: the gate protocol says what is so. Method: its examples are messages of the contract, its worked example is what
// the rule comes to, every reason that there is has its place, and every clause that is referred to is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusals } from '../../../domain/codes/refusals.ts';
import { judge } from '../../../domain/judgement.ts';
import { defaultConfig, gateConfig } from '../../../domain/messages/config.ts';
import { passesMessage, reason } from '../../../domain/messages/pass.ts';
import { statusMessage } from '../../../domain/messages/status.ts';
import { toHundredths } from '../../../domain/screening/baseline.ts';
import { addReadings, comparisonOf, emptyScreening, startDay } from '../../../domain/screening/screening-state.ts';
import { gateTopic, ingestTopic, listTopic } from '../../../domain/topics.ts';
import { clauses } from '../../../operator/gate-check/clauses.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/gate-protocol.md'), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']): unknown => JSON.parse(text));

it('its examples are messages of the contract', () => {
  const [passes, config, heartbeat] = examples;
  expect(passesMessage.parse(passes).passes).toHaveLength(1);
  expect(gateConfig.parse(config)).toEqual(defaultConfig);
  expect(statusMessage.parse(heartbeat)).toEqual(heartbeat);
});

it('its verdict is what the example comes to', () => {
  const [pass] = passesMessage.parse(examples[0]).passes;
  const { verdict, reason } = pass ?? {};
  expect(pass && judge(pass, defaultConfig, undefined)).toEqual({ verdict, reason });
});

it('its topics are those of the contract', () => {
  const gate = { community: 'xixi', gate: 'xixi-north-1' };
  for (const topic of [ingestTopic(gate, 'passes'), ingestTopic(gate, 'status'), gateTopic(gate, 'config')]) {
    expect(page).toContain(`\`${topic}\``);
  }
  expect(page).toContain(`\`${listTopic('keys')}\``);
});

it('the worked example of screening is what the rule comes to', () => {
  const table = page.split('| seq | skinC |')[1]?.split('\n\n')[0] ?? '';
  const rows = table.split('\n').filter((line) => /^\| \d/.test(line));
  expect(rows).toHaveLength(8);
  let state = startDay(emptyScreening, '2026-11-24');
  for (const row of rows) {
    const [, , skin = '', , baselineCell = '', deviation = '', outcome = ''] = row
      .split('|')
      .map((cell) => cell.trim());
    const baseline = baselineCell.split(' → ').at(-1);
    const skinC = skin === 'null' ? null : Number(skin);
    const { baselineC } = comparisonOf(state);
    expect(baselineC).toBe(baseline === 'null' ? null : Number(baseline));
    if (deviation !== '')
      expect(toHundredths(Number(skinC)) - toHundredths(Number(baselineC))).toBe(toHundredths(Number(deviation)));
    const measured = {
      direction: 'in',
      site: 'face',
      skinC,
      baselineC,
      ambientC: null,
      code: null,
      listsAgeS: null,
    } as const;
    expect(judge(measured, defaultConfig, undefined).verdict).toBe(outcome.split(',')[0]);
    state = addReadings(state, measured, defaultConfig.limitC.face);
  }
});

describe('nothing is left out', () => {
  it.each([...reason.options, ...Object.keys(refusals).map((refusal) => `code-${refusal}`)])('reason %s', (one) => {
    expect(page).toContain(`\`${one}\``);
  });
});

describe('clauses', () => {
  const defined = [...page.matchAll(/^(?:- )?\*\*(C-\d+\.\d+)[ *]/gm)].map(([, clause = '']) => clause);

  it('have each a number of their own', () => {
    expect(defined.toSorted()).toEqual([...new Set(defined)].toSorted());
    expect(defined.length).toBeGreaterThan(60);
  });

  it('that are referred to, or checked, are there', () => {
    const named = [...page.matchAll(/C-\d+\.\d+/g)].map(([clause]) => clause);
    expect([...named, ...Object.keys(clauses)].filter((clause) => !defined.includes(clause))).toEqual([]);
  });
});
