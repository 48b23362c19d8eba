import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import { metricNames, metricsNamespace } from '../../domain/names.ts';
import type { QuarantineReason } from './quarantine-reasons.ts';

type MetricName = keyof typeof metricNames;

/** CloudWatch metrics by embedded metric format; the one dimension of all is `service`, the function's name. */
export interface FunctionMetrics {
  count(name: MetricName, count: number): void;
  milliseconds(name: MetricName, ms: number): void;
  /** Counts things put aside: all together, and for each reason. */
  countRejected(name: MetricName, reasons: readonly QuarantineReason[]): void;
  /** Middleware: writes them once at the end of each invocation, one that failed included. */
  flush: MiddlewareObj<unknown, unknown>;
}

export function createMetrics(): FunctionMetrics {
  const metrics = new Metrics({ namespace: metricsNamespace });
  const add = (name: MetricName, unit: 'Count' | 'Milliseconds', value: number) =>
    metrics.addMetric(metricNames[name], unit, value);
  // Without a metric Powertools writes a warning instead of nothing.
  const write = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    count(name, count) {
      // Nothing happened: a sum is the same without it.
      if (count > 0) add(name, MetricUnit.Count, count);
    },
    milliseconds: (name, ms) => add(name, MetricUnit.Milliseconds, ms),
    countRejected(name, reasons) {
      if (reasons.length === 0) return;
      add(name, MetricUnit.Count, reasons.length);
      for (const [reason, count] of tally(reasons)) {
        metrics.singleMetric().addDimension('reason', reason).addMetric(metricNames[name], MetricUnit.Count, count);
      }
    },
    flush: { after: write, onError: write },
  };
}

function tally(reasons: readonly QuarantineReason[]): Map<QuarantineReason, number> {
  const counts = new Map<QuarantineReason, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}
