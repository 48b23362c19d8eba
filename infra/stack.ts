import {
  CfnOutput,
  DefaultStackSynthesizer,
  type Environment,
  type IStackSynthesizer,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { defaultWaits } from '../domain/escalation/waits.ts';
import {
  consoleByCloudFront,
  defaultChannels,
  defaultConsoleUrl,
  outputNames,
  pageOutputNames,
} from '../domain/names.ts';
import { Alarms } from './alarms/alarms.ts';
import { OperatorAlerts } from './alerts.ts';
import { HttpApi } from './api.ts';
import { Codes } from './codes.ts';
import { Escalation } from './escalation.ts';
import { Failures } from './failures.ts';
import {
  apiFunction,
  auditFunction,
  escalateFunction,
  findingsFunction,
  guardAuthorizerFunction,
  ingestFunction,
  listsFunction,
  reconcileFunction,
  statusFunction,
} from './functions.ts';
import { GateAccess } from './gate-access.ts';
import { tellsFindings } from './grants.ts';
import { GuardAccess } from './guard-access.ts';
import { Identity, issuerOrigins } from './identity.ts';
import { Ingestion } from './ingestion.ts';
import { functionLimits } from './limits.ts';
import { Page } from './page.ts';
import { tick } from './schedule.ts';
import { Storage } from './storage.ts';

export interface GatehouseStackProps {
  /** Where the bundled functions are: `{codeFolder}/{function}/handler.mjs`. */
  codeFolder: string;
  /** Data goes with the stack when it is destroyed. For trying out; never where people pass. */
  disposable: boolean;
  /** The time zone that a community's day is reckoned in, as IANA names it. */
  timeZone: string;
  /** Names of the keys that sign passes; the last one signs. */
  signingKeys: readonly string[];
  /** Whose tokens are believed; absent: those of a user pool that the stack makes. */
  issuer?: { url: string; audience: string } | undefined;
  /** Where the guards' page is; `cloudfront`: the stack has a place for it; absent: on one machine. */
  consoleUrl?: string;
  /** Seconds until others hear of an alert, comma between; absent: a minute and five. */
  escalateAfterS?: string;
  /** By which people are told; absent: by all that there are. */
  channels?: readonly string[];
  /** Receivers at private addresses that messages may go to; absent: none. */
  privateReceivers?: readonly string[];
  /** Absent: whatever account and region the template is deployed to. */
  env?: Environment;
}

/** The whole system. */
export class GatehouseStack extends Stack {
  constructor(scope: Construct, id: string, props: GatehouseStackProps) {
    super(scope, id, {
      description: 'Gatehouse: takes in what smart gates measure, stores every pass and alerts the guards',
      // No parameter and no rule in the template: it means one thing, here and on AWS.
      // The cast: CDK's own class does not fit its own interface under `exactOptionalPropertyTypes`.
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
      terminationProtection: !props.disposable,
      ...(props.env === undefined ? {} : { env: props.env }),
    });
    const removalPolicy = props.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const storage = new Storage(this, 'Storage', { removalPolicy });
    const failures = new Failures(this, 'Failures', { key: storage.key, removalPolicy });
    const operators = new OperatorAlerts(this, 'OperatorAlerts');

    const escalation = new Escalation(this, 'Escalation', { key: storage.key, removalPolicy });
    const escalateAfterS = props.escalateAfterS ?? defaultWaits;
    const around = { ...props, removalPolicy, storage, failures, operators, escalation, escalateAfterS };
    const ingest = ingestFunction(this, around);
    const findings = findingsFunction(this, around);
    tellsFindings(ingest, findings);
    const status = statusFunction(this, around);
    const codes = new Codes(this, 'Codes', { signingKeys: props.signingKeys, removalPolicy });
    const lists = listsFunction(this, around, codes);
    const audit = auditFunction(this, around);
    const reconcile = reconcileFunction(this, around);
    const api = apiFunction(this, around, codes);

    tick(lists, 'TickRule', lists);
    tick(audit, 'TickRule', audit);
    tick(reconcile, 'TickRule', reconcile, functionLimits.reconcileEveryMin);
    new Ingestion(this, 'Ingestion', { ingest, status, failures });
    new GateAccess(this, 'GateAccess');
    const { url: consoleUrl, origin: pageOrigin } = this.whereThePageIs(props, removalPolicy);
    const { channels = defaultChannels, privateReceivers = [] } = props;
    const escalate = escalateFunction(this, around, { channels, privateReceivers, consoleUrl });
    tick(escalate, 'TickRule', escalate);
    const identity = new Identity(this, 'Identity', { issuer: props.issuer, consoleUrl, removalPolicy });
    const guardAuthorizer = guardAuthorizerFunction(this, around, identity);
    new GuardAccess(this, 'GuardAccess', { decides: guardAuthorizer });
    const httpApi = new HttpApi(this, 'HttpApi', { target: api, identity, pageOrigin, removalPolicy });
    new Alarms(this, 'Alarms', {
      watched: {
        ingest,
        findings,
        status,
        lists,
        audit,
        reconcile,
        api,
        httpApi,
        guardAuthorizer,
        escalate,
        failures,
        storage,
      },
      topic: operators.topic,
    });

    this.output('passesTable', storage.passes.tableName);
    this.output('stateTable', storage.state.tableName);
    this.output('failuresQueueUrl', failures.queue.queueUrl);
    this.output('ingestFunction', ingest.functionName);
    this.output('findingsFunction', findings.functionName);
    this.output('statusFunction', status.functionName);
    this.output('listsFunction', lists.functionName);
    this.output('auditFunction', audit.functionName);
    this.output('reconcileFunction', reconcile.functionName);
    this.output('apiFunction', api.functionName);
    this.output('guardAuthorizerFunction', guardAuthorizer.functionName);
    this.output('escalateFunction', escalate.functionName);
    this.output('mailTopic', escalation.mailTopic.topicArn);
    this.output('apiUrl', httpApi.url);
    this.output('issuer', identity.issuer);
    this.output('audience', identity.audience);
    this.output('timeZone', props.timeZone);
    this.output('signingKeyIds', codes.signingKeyIds);
    this.output('pseudonymSecret', storage.pseudonymKeys.ref);
  }

  private whereThePageIs(
    { consoleUrl = defaultConsoleUrl, issuer }: GatehouseStackProps,
    removalPolicy: RemovalPolicy,
  ): { url: string; origin: string } {
    if (consoleUrl !== consoleByCloudFront) return { url: consoleUrl, origin: new URL(consoleUrl).origin };
    const { bucketName, origin } = new Page(this, 'Page', { issuerOrigins: issuerOrigins(issuer), removalPolicy });
    const url = `${origin}/`;
    new CfnOutput(this, pageOutputNames.bucket, { value: bucketName });
    new CfnOutput(this, pageOutputNames.url, { value: url });
    return { url, origin };
  }

  private output(name: keyof typeof outputNames, value: string): void {
    new CfnOutput(this, outputNames[name], { value });
  }
}
