import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { ruleNames } from '../domain/names.ts';
import { presenceTopicFilter, repliesTopicFilter } from '../domain/topics.ts';
import type { Failures } from './failures.ts';
import type { GatehouseFunction } from './function.ts';
import { tick } from './schedule.ts';

interface IngestionProps {
  ingest: GatehouseFunction;
  status: GatehouseFunction;
  failures: Failures;
}

/**
 * The envelope that every rule makes: the raw bytes, so that even bytes that are no JSON arrive, and what the broker
 * knows about the sender, which no sender can write.
 */
const selectEnvelope =
  "SELECT encode(*, 'base64') AS payload, topic() AS topic, clientid() AS clientId, principal() AS principal, timestamp() AS receivedAt";

/** From the broker to the functions: topic rules, their error action, and the tick that notices silence. */
export class Ingestion extends Construct {
  private readonly failures: Failures;

  constructor(scope: Construct, id: string, props: IngestionProps) {
    super(scope, id);
    this.failures = props.failures;
    // No FROM: gates publish to the rule itself (Basic Ingest), and no subscriber or other rule sees it.
    this.rule('Passes', ruleNames.passes, selectEnvelope, props.ingest);
    this.rule('Status', ruleNames.status, selectEnvelope, props.status);
    this.rule('Presence', ruleNames.presence, `${selectEnvelope} FROM '${presenceTopicFilter}'`, props.status);
    this.rule('Replies', ruleNames.replies, `${selectEnvelope} FROM '${repliesTopicFilter}'`, props.status);
    // Nothing arrives when a gate falls silent.
    tick(this, 'TickRule', props.status);
  }

  private rule(id: string, ruleName: string, sql: string, target: GatehouseFunction): void {
    const rule = new iot.CfnTopicRule(this, `${id}Rule`, {
      ruleName,
      topicRulePayload: {
        sql,
        awsIotSqlVersion: '2016-03-23',
        actions: [{ lambda: { functionArn: target.function.functionArn } }],
        errorAction: {
          sqs: { queueUrl: this.failures.queue.queueUrl, roleArn: this.failures.ruleRole.roleArn, useBase64: false },
        },
      },
    });
    target.function.addPermission(`${id}Rule`, {
      principal: new iam.ServicePrincipal('iot.amazonaws.com'),
      sourceArn: rule.attrArn,
    });
  }
}
