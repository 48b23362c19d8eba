import { createQuantiles } from '../fleet/quantiles.ts';
import { type AlertFigures, accountForAlerts } from './account-alerts.ts';
import { accountForPasses, type PassFigures } from './account-passes.ts';
import { accountForPeople, type PeopleFigures } from './account-people.ts';
import type { Circumstances } from './circumstances.ts';
import type { Found } from './evidence.ts';
import { createOffences, type Offence } from './offence.ts';
import type { Truth } from './truth.ts';

/** What became of everybody and everything in a run. */
export interface Account {
  passes: PassFigures;
  /** null where nobody raises alerts. */
  alerts: AlertFigures | null;
  people: PeopleFigures;
  latencyMs: {
    /** From the person before the sensor until the pass was seen in the table, of those that were watched for. */
    toTable: Latency;
    /** From the person before the sensor until a guard's post heard the alert. */
    toAlert: Latency;
  };
  /** How many times a law was broken. */
  offenceCount: number;
  /** The first of them. */
  offences: readonly Offence[];
}

export interface Latency {
  seen: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Accounts for every pass and every alert: pure, and by nothing but what the world, the gates and the tables say. */
export function account(truth: Truth, found: Found, circumstances: Circumstances): Account {
  const offences = createOffences();
  const passes = accountForPasses(truth, found, circumstances, offences);
  const alerts = found.alerts && accountForAlerts(truth, found.alerts, passes.isStored, offences);
  const people = accountForPeople(truth, alerts?.feversByFirstLook, offences);
  for (const { gate, attack } of circumstances.gotIn) {
    offences.add({ law: 4, gate, what: `got through with what it must not do (${attack})` });
  }
  return {
    passes: passes.figures,
    alerts: alerts?.figures ?? null,
    people,
    latencyMs: { toTable: toTable(truth, found), toAlert: toAlert(truth, found) },
    offenceCount: offences.count(),
    offences: offences.kept,
  };
}

/** Whether everything has arrived that has to: nothing is gained by waiting longer. */
export function isComplete({ passes, alerts }: Account): boolean {
  return passes.missing === 0 && (alerts === null || alerts.missing + alerts.neverHeard + alerts.neverStored === 0);
}

function toTable(truth: Truth, { seenInTable }: Found): Latency {
  return latencyOf(
    [...seenInTable].map(([id, seenAtMs]) => {
      const [gate = '', epoch = '', seq] = id.split('#');
      return seenAtMs - stoodAtMs(truth, gate, epoch, Number(seq));
    }),
  );
}

/** Alerts about persons, each when it was heard for the first time. */
function toAlert(truth: Truth, { alerts }: Found): Latency {
  const waits = new Map<string, number>();
  for (const { alertId, gate, about, change, heardAtMs } of alerts?.heard ?? []) {
    if (!about || change !== 'raised' || waits.has(alertId)) continue;
    waits.set(alertId, heardAtMs - stoodAtMs(truth, gate, about.epoch, about.seq));
  }
  return latencyOf([...waits.values()]);
}

function stoodAtMs({ gates }: Truth, gate: string, epochName: string, seq: number): number {
  const epoch = gates.get(gate)?.epochs.get(epochName);
  return epoch?.stoodAtMs[seq - epoch.firstSeq] ?? Number.NaN;
}

function latencyOf(valuesMs: readonly number[]): Latency {
  const quantiles = createQuantiles();
  const known = valuesMs.filter((value) => !Number.isNaN(value));
  for (const value of known) quantiles.add(value);
  return { seen: known.length, p50: quantiles.at(0.5), p95: quantiles.at(0.95), p99: quantiles.at(0.99) };
}
