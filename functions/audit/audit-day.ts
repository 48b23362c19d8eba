import { auditLimits } from '../../domain/limits/screening.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import { offGates } from '../../domain/screening/neighbours.ts';
import { type Replay, type ReplayedPass, replay } from '../../domain/screening/replay.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { Configs } from '../shared/configs.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import { lyingAlert, offAlert } from './alerts-of.ts';
import type { ReadDay } from './day-passes.ts';
import type { ReplaysStore } from './replays-store.ts';

export interface AuditDayParts {
  clock: Clock;
  configs: Configs;
  alerting: Alerting;
  metrics: FunctionMetrics;
  readDay: ReadDay;
  replays: ReplaysStore;
  /** In which days are reckoned. */
  timeZone: string;
}

/**
 * Holds the gates of a community to their own readings, and to one another, for one day. Doing it again comes to the
 * same replays and the same alerts.
 */
export async function auditDay(parts: AuditDayParts, community: string, day: string, retry: Retry): Promise<void> {
  const { alerting, clock, metrics } = parts;
  const { byGate, isCut } = await parts.readDay(community, day, retry);
  if (isCut) metrics.count('auditsCut', 1);
  const audited = (gate: string) => ({ gate, community, day, at: toInstant(clock.now()) });
  for (const [gate, passes] of byGate) {
    const { end, differences, checked } = await replayGate(parts, gate, day, passes, retry);
    if (differences.length > 0) await alerting.raise(lyingAlert(audited(gate), differences), retry);
    if (end) await parts.replays.save(gate, day, end, retry);
    metrics.count('passesReplayed', checked);
    metrics.count('passesDiffering', differences.length);
  }
  for (const off of offGates(byGate)) await alerting.raise(offAlert(audited(off.gate), off), retry);
}

async function replayGate(
  { configs, replays, timeZone }: AuditDayParts,
  gate: string,
  day: string,
  passes: readonly ReplayedPass[],
  retry: Retry,
): Promise<Replay> {
  const named = [...new Set(passes.map(({ configVersion }) => configVersion))].slice(0, auditLimits.configsPerGateMax);
  const found = new Map<number, GateConfig | undefined>();
  for (const version of named) found.set(version, await configs.find(gate, version, retry));
  const start = await replays.before(gate, day, retry);
  return replay(passes, { timeZone, configOf: (version) => found.get(version) }, start);
}
