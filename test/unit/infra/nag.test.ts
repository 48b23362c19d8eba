import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { withApp } from './synthesis.ts';

/*
 * Goal: AWS's list of good practice finds nothing, but for what is acknowledged with a reason; and no acknowledgement
 * outlives its finding.
 * Method: cdk-nag's AwsSolutions pack over the app. A planted fault shows that it looks.
 */

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
  expect(withApp({}, (app) => findings(app))).toEqual([]);
});

test('what is acknowledged has a reason and would be found otherwise', () => {
  withApp({}, (app) => {
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
