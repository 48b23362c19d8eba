import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test, vi } from 'vitest';
import { consoleByCloudFront, outputNames } from '../../../domain/names.ts';
import { synthesise, withApp } from './synthesis.ts';

/*
 * Goal: one template that means the same wherever it is deployed, in the `aws` and the `aws-cn` partition, and in which
 * AWS's list of good practice finds nothing but what is acknowledged with a reason; no acknowledgement outlives its finding.
 * Method: synthesised for a region of each partition and for none; CDK's check against CloudFormation's schemas; cdk-nag's
 * AwsSolutions pack, with a planted fault to show that it looks.
 */

// The schemas and the pack each take seconds to load, more while other tests run.
vi.setConfig({ testTimeout: 60_000 });

const places = {
  'no region': {},
  'us-east-1': { env: { account: '000000000000', region: 'us-east-1' } },
  'cn-north-1': { env: { account: '000000000000', region: 'cn-north-1' } },
  'the page by CloudFront': { consoleUrl: consoleByCloudFront },
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

test("CloudFormation's schemas find nothing wrong", () => {
  delete process.env['CDK_VALIDATION'];
  const report = withApp({ consoleUrl: consoleByCloudFront }, (app) =>
    readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8'),
  );
  expect(JSON.parse(report).pluginReports).toEqual([]);
});

function findings(app: App, pack = new AwsSolutionsChecks()): string[] {
  return pack.validateScope(app).violations.map((violation) => violation.ruleName);
}

/** Acknowledged rules and their reasons, as CDK notes them on constructs. */
function acknowledged(app: App): [rule: string, reason: string][] {
  return app.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap((entry) => Object.entries<string>(entry.data))
    .map(([id, reason]) => [id.replace(/^annotation::/i, ''), reason]);
}

test('nothing is found', () => {
  expect(withApp({ consoleUrl: consoleByCloudFront }, (app) => findings(app))).toEqual([]);
});

test('what is acknowledged has a reason and would be found otherwise', () => {
  withApp({ consoleUrl: consoleByCloudFront }, (app) => {
    const unforgiving = Object.assign(new AwsSolutionsChecks(), { isAcknowledged: () => false });
    const rules = acknowledged(app);
    expect(new Set(rules.map(([rule]) => rule))).toEqual(new Set(findings(app, unforgiving)));
    for (const [rule, reason] of rules) expect(reason.length, rule).toBeGreaterThan(40);
  });
});

test('a planted fault is found', () => {
  const app = new App();
  new Queue(new Stack(app, 'Planted'), 'Queue');
  expect(findings(app)).toContain('AwsSolutions-SQS4');
});
