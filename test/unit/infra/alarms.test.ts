import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricNames } from '../../../domain/names.ts';
import { synthesise, written } from './synthesis.ts';

/*
 * Goal: whoever is woken by an alarm finds what to do, and no alarm watches something that nobody writes.
 * Method: the alarms of the template beside the sections of docs/runbook.md.
 */

const { ofType } = synthesise();

const parts = ['Means', 'Look', 'Do', 'At night'];
const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section]),
);

function alarms() {
  return ofType('AWS::CloudWatch::Alarm');
}

test('every alarm has its section in the runbook, and every section its alarm', () => {
  const names = alarms().map(({ properties }) => String(properties['AlarmName']));
  expect([...sections.keys()].toSorted()).toEqual(names.toSorted());
});

test('every section says what the alarm means, where to look, what to do, and what at night', () => {
  for (const [name, section] of sections) {
    const found = parts.filter((part) => section.includes(`\n**${part}.** `));
    expect(found, name).toEqual(parts);
  }
});

test('a section refers only to sections that there are', () => {
  const referred = [...runbook.matchAll(/gatehouse-[a-z]+(?:-[a-z]+)+/g)].map(([name]) => name);
  const policies = ['gatehouse-gate', 'gatehouse-post'];
  expect(referred.filter((name) => !sections.has(name) && !policies.includes(name))).toEqual([]);
});

test('every alarm names its section and tells the operators, when it goes off and when it is over', () => {
  const topics = ofType('AWS::SNS::Topic').flatMap(({ id }) => (id.startsWith('OperatorAlerts') ? [`<${id}>`] : []));
  for (const { properties } of alarms()) {
    const name = String(properties['AlarmName']);
    expect(properties['AlarmDescription'], name).toContain(`docs/runbook.md, section ${name}.`);
    for (const actions of [properties['AlarmActions'], properties['OKActions']]) {
      expect(
        [actions].flat().map((one) => written(one)),
        name,
      ).toEqual(topics);
    }
  }
});

test('an alarm on a metric of our own watches one that the functions write', () => {
  const own = alarms().filter(({ properties }) => !String(properties['Namespace']).startsWith('AWS/'));
  expect(own.length).toBeGreaterThan(0);
  const known: string[] = Object.values(metricNames);
  expect(own.map(({ properties }) => String(properties['MetricName'])).filter((name) => !known.includes(name))).toEqual(
    [],
  );
});

test('silence sets off the alarms that watch for silence, and no other', () => {
  const bySilence = alarms().filter(({ properties }) => properties['TreatMissingData'] === 'breaching');
  expect(bySilence.map(({ properties }) => properties['AlarmName'])).toEqual([
    'gatehouse-lists-silent',
    'gatehouse-ledger-behind',
    'gatehouse-no-passes',
    'gatehouse-no-heartbeats',
  ]);
});
