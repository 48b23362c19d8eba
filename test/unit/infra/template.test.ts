import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outputNames } from '../../../domain/names.ts';
import { synthesise, withApp } from './synthesis.ts';

/*
 * Goal: one template that means the same wherever it is deployed, in the `aws` and the `aws-cn` partition.
 * Method: synthesised for a region of each and for none; and CDK's own check against CloudFormation's schemas.
 */

const places = {
  'no region': {},
  'us-east-1': { env: { account: '000000000000', region: 'us-east-1' } },
  'cn-north-1': { env: { account: '000000000000', region: 'cn-north-1' } },
};

test.each(Object.entries(places))('no partition is written by hand, for %s', (_, options) => {
  const { json } = synthesise(options);
  expect(json.match(/arn:aws[a-z-]*:[^"]*/g)).toBeNull();
});

test('the template takes no parameters and has no conditions', () => {
  const { template } = synthesise();
  expect(Object.keys(template).toSorted()).toEqual(['Description', 'Outputs', 'Resources']);
});

test('commands find the deployment by its outputs', () => {
  const { template } = synthesise();
  expect(Object.keys(template.Outputs).toSorted()).toEqual(Object.values(outputNames).toSorted());
});

test('the template is the same each time', () => {
  expect(synthesise().json).toBe(synthesise().json);
});

test("CloudFormation's schemas find nothing wrong", { timeout: 60_000 }, () => {
  delete process.env['CDK_VALIDATION'];
  const report = withApp({}, (app) => readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8'));
  expect(JSON.parse(report).pluginReports).toEqual([]);
});
