import { metricsNamespace } from '../../domain/names.ts';
import type { GatehouseFunction } from '../function.ts';

export interface AlarmDefinition {
  /** The alarm's name, and the heading of its section in docs/runbook.md. */
  name: string;
  /** One line for whoever is woken by it. */
  means: string;
  metric: { namespace: string; name: string; dimensions: Record<string, string> };
  /** `Sum`, `Maximum` or a percentile such as `p99`. */
  statistic: string;
  /** Goes off when the statistic is at least, or with `atMost` at most, so much. */
  limit: { atLeast: number } | { atMost: number };
  periodS: number;
  /** So many periods in a row; 1 when absent. */
  periods?: number;
  /** Set where silence is the alarm; otherwise a period without data is a good one. */
  silenceIsBad?: boolean;
}

export const minuteS = 60;
export const hourS = 60 * minuteS;
export const dayS = 24 * hourS;

/** A metric that the function writes; its one dimension is the service, as Powertools for AWS Lambda has it. */
export function ownMetric(fn: GatehouseFunction, name: string): AlarmDefinition['metric'] {
  return { namespace: metricsNamespace, name, dimensions: { service: fn.serviceName } };
}
