import { renameSync, writeFileSync } from 'node:fs';
import type { Account } from '../oracle/account.ts';
import type { Snapshot } from './progress.ts';

interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  samples: readonly { labels?: Record<string, string>; value: number }[];
}

/**
 * Figures of a run in Prometheus's text format, for node_exporter's textfile collector. A file and no port: a run has an
 * end, and what it came to would be gone with the port before anybody had scraped it.
 * @param account only known at the end.
 */
export function prometheusText(snapshot: Snapshot, account?: Account): string {
  const metrics = [...fleetMetrics(snapshot), ...(account ? accountMetrics(account) : [])];
  return metrics.map(textOf).join('');
}

/** Nobody ever reads half a file. */
export function writePrometheus(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function fleetMetrics(snapshot: Snapshot): Metric[] {
  const one = (name: string, type: Metric['type'], help: string, value: number | undefined): Metric => ({
    ...{ name, type, help },
    samples: value === undefined ? [] : [{ value }],
  });
  return [
    one('gatehouse_sim_gates', 'gauge', 'Gates of the fleet.', snapshot.gates),
    one('gatehouse_sim_gates_connected', 'gauge', 'Gates that have been connected.', snapshot.connected),
    one('gatehouse_sim_passes_made_total', 'counter', 'Passes that gates took on.', snapshot.made),
    one('gatehouse_sim_passes_acknowledged_total', 'counter', 'Passes the broker took.', snapshot.acknowledged),
    one('gatehouse_sim_outbox_passes', 'gauge', 'Passes in the outboxes.', snapshot.outstanding),
    one('gatehouse_sim_too_warm_total', 'counter', 'People whom gates found too warm.', snapshot.tooWarm),
    one('gatehouse_sim_alerts_heard_total', 'counter', 'Alerts that guards heard.', snapshot.alertsHeard),
    one('gatehouse_sim_faults_total', 'counter', 'Faults that fired.', snapshot.faultsFired),
  ].filter(({ samples }) => samples.length > 0);
}

function accountMetrics({ passes, alerts, latencyMs, offenceCount }: Account): Metric[] {
  const latencies = Object.entries(latencyMs).flatMap(([to, { p50, p95, p99 }]) =>
    Object.entries({ '0.5': p50, '0.95': p95, '0.99': p99 }).flatMap(([quantile, value]) =>
      value === null ? [] : [{ labels: { to: to === 'toTable' ? 'table' : 'alert', quantile }, value: value / 1000 }],
    ),
  );
  const figures = (counts: object) =>
    Object.entries(counts).flatMap(([figure, value]) =>
      typeof value === 'number' ? [{ labels: { figure }, value }] : [],
    );
  const metrics: Metric[] = [
    {
      ...{ name: 'gatehouse_sim_offences', type: 'gauge', help: 'Times that a law was broken.' },
      samples: [{ value: offenceCount }],
    },
    {
      ...{ name: 'gatehouse_sim_passes', type: 'gauge', help: 'Passes by what became of them.' },
      samples: figures(passes),
    },
    {
      ...{ name: 'gatehouse_sim_alerts', type: 'gauge', help: 'Alerts by what became of them.' },
      samples: figures(alerts ?? {}),
    },
    {
      ...{ name: 'gatehouse_sim_latency_seconds', type: 'gauge', help: 'From the sensor to the table or the guard.' },
      samples: latencies,
    },
  ];
  return metrics.filter(({ samples }) => samples.length > 0);
}

function textOf({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}
