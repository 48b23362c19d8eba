import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { environmentNames } from '../domain/names.ts';
import type { OperatorAlerts } from './alerts.ts';
import type { Codes } from './codes.ts';
import type { Escalation } from './escalation.ts';
import {
  isRemindedOfAlerts,
  knowsPushKey,
  makesWebhookKeys,
  reachesPeople,
  remindsOfAlerts,
  tellsPeople,
} from './escalation-grants.ts';
import type { Failures } from './failures.ts';
import { GatehouseFunction } from './function.ts';
import {
  alertsGuards,
  asksGates,
  believesTokens,
  configuresGates,
  endsConsoles,
  findsPasses,
  keepsState,
  knowsSignIns,
  publishesLists,
  queriesState,
  readsPasses,
  readsPseudonymKeys,
  readsSigningKeys,
  signsPasses,
  storesPasses,
  tellsOperators,
} from './grants.ts';
import type { Identity } from './identity.ts';
import { functionLimits } from './limits.ts';
import type { Storage } from './storage.ts';

/*
 * The functions, each with all that it may do. Who invokes it is said elsewhere.
 */

/** What the functions stand in. */
export interface Surroundings {
  /** Where the bundles are: `{codeFolder}/{name}/handler.mjs`. */
  codeFolder: string;
  failures: Failures;
  removalPolicy: RemovalPolicy;
  storage: Storage;
  operators: OperatorAlerts;
  /** The time zone that a community's day is reckoned in. */
  timeZone: string;
  escalation: Escalation;
  /** Seconds until the officer hears of an alert, and until the district does. */
  escalateAfterS: string;
}

/** Takes in passes. */
export function ingestFunction(scope: Construct, around: Surroundings): GatehouseFunction {
  const ingest = new GatehouseFunction(scope, 'Ingest', {
    ...around,
    name: 'ingest',
    memoryMb: functionLimits.ingestMemoryMb,
    timeoutS: functionLimits.ingestTimeoutS,
    eventAgeMaxS: functionLimits.passEventAgeMaxS,
  });
  ingest.knows(environmentNames.timeZone, around.timeZone);
  storesPasses(ingest, around.storage);
  readsPseudonymKeys(ingest, around.storage);
  alerts(ingest, around);
  return ingest;
}

/** Finds what only the cloud can know, later. */
export function findingsFunction(scope: Construct, around: Surroundings): GatehouseFunction {
  const findings = new GatehouseFunction(scope, 'Findings', {
    ...around,
    name: 'findings',
    memoryMb: functionLimits.findingsMemoryMb,
    timeoutS: functionLimits.findingsTimeoutS,
    eventAgeMaxS: functionLimits.findingsEventAgeMaxS,
    concurrencyMax: functionLimits.findingsConcurrencyMax,
  });
  findsPasses(findings, around.storage);
  alerts(findings, around);
  return findings;
}

/** Knows which gates are there. */
export function statusFunction(scope: Construct, around: Surroundings): GatehouseFunction {
  const status = new GatehouseFunction(scope, 'Status', {
    ...around,
    name: 'status',
    memoryMb: functionLimits.statusMemoryMb,
    timeoutS: functionLimits.statusTimeoutS,
    eventAgeMaxS: functionLimits.statusEventAgeMaxS,
  });
  queriesState(status, around.storage, 'due');
  alerts(status, around);
  return status;
}

/** Makes the lists that gates hold codes against. */
export function listsFunction(scope: Construct, around: Surroundings, codes: Codes): GatehouseFunction {
  const lists = new GatehouseFunction(scope, 'Lists', {
    ...around,
    name: 'lists',
    memoryMb: functionLimits.listsMemoryMb,
    timeoutS: functionLimits.listsTimeoutS,
    eventAgeMaxS: functionLimits.listsEventAgeMaxS,
  });
  keepsState(lists, around.storage);
  readsSigningKeys(lists, codes);
  publishesLists(lists);
  tellsOperators(lists, around.operators.topic);
  return lists;
}

/** Holds gates to their own readings, a day later. */
export function auditFunction(scope: Construct, around: Surroundings): GatehouseFunction {
  const audit = new GatehouseFunction(scope, 'Audit', {
    ...around,
    name: 'audit',
    memoryMb: functionLimits.auditMemoryMb,
    timeoutS: functionLimits.auditTimeoutS,
    eventAgeMaxS: functionLimits.auditEventAgeMaxS,
  });
  audit.knows(environmentNames.timeZone, around.timeZone);
  readsPasses(audit, around.storage);
  alerts(audit, around);
  return audit;
}

/** Keeps the ledger of every gate's passes, tells gates what is stored and asks them for what is missing. */
export function reconcileFunction(scope: Construct, around: Surroundings): GatehouseFunction {
  const reconcile = new GatehouseFunction(scope, 'Reconcile', {
    ...around,
    name: 'reconcile',
    memoryMb: functionLimits.reconcileMemoryMb,
    timeoutS: functionLimits.reconcileTimeoutS,
    eventAgeMaxS: functionLimits.reconcileEventAgeMaxS,
  });
  reconcile.knows(environmentNames.timeZone, around.timeZone);
  readsPasses(reconcile, around.storage);
  asksGates(reconcile, 'marks', 'commands');
  alerts(reconcile, around);
  return reconcile;
}

/** Answers guards, officers and operators. */
export function apiFunction(scope: Construct, around: Surroundings, codes: Codes): GatehouseFunction {
  const api = new GatehouseFunction(scope, 'Api', {
    ...around,
    name: 'api',
    memoryMb: functionLimits.apiMemoryMb,
    timeoutS: functionLimits.apiTimeoutS,
  });
  api.knows(environmentNames.timeZone, around.timeZone);
  keepsState(api, around.storage, true);
  remindsOfAlerts(api, around.escalation, around.storage, around.escalateAfterS);
  reachesPeople(api, around.escalation, around.storage, true);
  knowsPushKey(api, around.escalation);
  makesWebhookKeys(api, around.escalation, around.storage);
  queriesState(api, around.storage, 'openAlerts');
  queriesState(api, around.storage, 'resolvedAlerts');
  readsPasses(api, around.storage);
  alertsGuards(api);
  asksGates(api, 'commands');
  configuresGates(api);
  signsPasses(api, codes);
  endsConsoles(api);
  tellsOperators(api, around.operators.topic);
  return api;
}

/** Lets guards' consoles in to MQTT, to the alerts of their places. */
export function guardAuthorizerFunction(scope: Construct, around: Surroundings, identity: Identity): GatehouseFunction {
  const authorizer = new GatehouseFunction(scope, 'GuardAuthorizer', {
    ...around,
    name: 'guard-authorizer',
    memoryMb: functionLimits.guardAuthorizerMemoryMb,
    timeoutS: functionLimits.guardAuthorizerTimeoutS,
    concurrencyMax: functionLimits.guardAuthorizerConcurrencyMax,
  });
  believesTokens(authorizer, identity);
  knowsSignIns(authorizer, around.storage);
  return authorizer;
}

/** By what and to whom messages may go. */
interface Telling {
  channels: readonly string[];
  privateReceivers: readonly string[];
  consoleUrl: string;
}

/** Tells others of alerts that nobody sees to. */
export function escalateFunction(scope: Construct, around: Surroundings, telling: Telling): GatehouseFunction {
  const { escalation, storage } = around;
  const escalate = new GatehouseFunction(scope, 'Escalate', {
    ...around,
    name: 'escalate',
    memoryMb: functionLimits.escalateMemoryMb,
    timeoutS: functionLimits.escalateTimeoutS,
    eventAgeMaxS: functionLimits.escalateEventAgeMaxS,
  });
  escalate.knows(environmentNames.timeZone, around.timeZone);
  escalate.knows(environmentNames.consoleUrl, telling.consoleUrl);
  escalate.knows(environmentNames.privateReceivers, telling.privateReceivers.join(',') || 'none');
  keepsState(escalate, storage, true);
  queriesState(escalate, storage, 'due');
  remindsOfAlerts(escalate, escalation, storage, around.escalateAfterS);
  isRemindedOfAlerts(escalate, escalation);
  alertsGuards(escalate);
  tellsOperators(escalate, around.operators.topic);
  reachesPeople(escalate, escalation, storage);
  knowsPushKey(escalate, escalation, true);
  makesWebhookKeys(escalate, escalation, storage);
  tellsPeople(escalate, escalation, telling.channels);
  return escalate;
}

/** Raises alerts: they are stored, guards hear of them, and of what is wrong with a device the operators. */
function alerts(fn: GatehouseFunction, { storage, operators, escalation, escalateAfterS }: Surroundings): void {
  keepsState(fn, storage);
  remindsOfAlerts(fn, escalation, storage, escalateAfterS);
  alertsGuards(fn);
  tellsOperators(fn, operators.topic);
}
