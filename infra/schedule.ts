import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { tickEvent } from '../domain/names.ts';
import type { GatehouseFunction } from './function.ts';

/** Has a function look every minute, or every few, since for what it looks for there is no event. */
export function tick(scope: Construct, id: string, target: GatehouseFunction, everyMin = 1): void {
  const rule = new events.CfnRule(scope, id, {
    scheduleExpression: everyMin === 1 ? 'rate(1 minute)' : `rate(${everyMin} minutes)`,
    state: 'ENABLED',
    targets: [{ id: target.serviceName, arn: target.function.functionArn, input: JSON.stringify(tickEvent) }],
  });
  target.function.addPermission(id, {
    principal: new iam.ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
  });
}
