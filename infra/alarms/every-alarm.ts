import { ruleNames } from '../../domain/names.ts';
import type { HttpApi } from '../api.ts';
import type { Failures } from '../failures.ts';
import type { GatehouseFunction } from '../function.ts';
import type { Storage } from '../storage.ts';
import type { AlarmDefinition } from './definition.ts';
import { ofFailures, ofFunction } from './failures.ts';
import { ofQuarantine, ofTheWayOfAPass } from './passes.ts';
import { ofApi, ofConsoles, ofEscalations } from './people.ts';
import { ofAudit, ofLedger, ofLists } from './scheduled.ts';
import { ruleThrottled, tableThrottled } from './throttles.ts';

export interface Watched {
  ingest: GatehouseFunction;
  findings: GatehouseFunction;
  status: GatehouseFunction;
  lists: GatehouseFunction;
  audit: GatehouseFunction;
  reconcile: GatehouseFunction;
  api: GatehouseFunction;
  httpApi: HttpApi;
  guardAuthorizer: GatehouseFunction;
  escalate: GatehouseFunction;
  failures: Failures;
  storage: Storage;
}

/** Every alarm. What each means and what to do about it: docs/runbook.md, one section for each name. */
export function alarmDefinitions(watched: Watched): AlarmDefinition[] {
  return [
    ...ofFunction(watched.ingest, 'ingest'),
    ...ofFunction(watched.findings, 'findings'),
    ...ofFunction(watched.status, 'status'),
    ...ofLists(watched.lists),
    ...ofAudit(watched.audit),
    ...ofLedger(watched.reconcile),
    ...ofApi(watched.api, watched.httpApi),
    ...ofConsoles(watched.guardAuthorizer),
    ...ofEscalations(watched.escalate),
    ...ofTheWayOfAPass(watched.ingest, watched.status),
    ...ofFailures(watched.failures),
    ...ofQuarantine(watched.ingest, watched.status),
    tableThrottled('gatehouse-passes-throttled', watched.storage.passes.tableName),
    tableThrottled('gatehouse-state-throttled', watched.storage.state.tableName),
    ruleThrottled('gatehouse-passes-rule-throttled', ruleNames.passes),
    ruleThrottled('gatehouse-status-rule-throttled', ruleNames.status),
  ];
}
