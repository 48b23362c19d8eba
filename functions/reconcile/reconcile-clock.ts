import { type GateClock, observeClock } from '../../domain/ledger/clock.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import { clockAlert } from './alerts-of.ts';
import type { ClocksStore } from './clocks-store.ts';
import { ContendedError, type GateNews } from './gate-news.ts';

export interface ClockParts {
  clock: Clock;
  clocks: ClocksStore;
  alerting: Alerting;
}

/**
 * Takes in what a gate's messages say of its clock. An alert that ends is resolved before the record forgets it, and one
 * that begins is on record before it is raised: whoever comes after a crash does the same again.
 * @returns the clock as it is known now.
 */
export async function reconcileClock(parts: ClockParts, news: GateNews, retry: Retry): Promise<GateClock | undefined> {
  const { clocks, alerting } = parts;
  const { gate, community } = news;
  const readings = news.facts.flatMap((fact) => ('sentAtMs' in fact ? [fact] : []));
  const about = { gate, community, at: toInstant(parts.clock.now()) };
  for (let writes = 0; writes < ledgerLimits.writesMax; writes++) {
    const { clock: before, revision } = await clocks.find(gate, retry);
    const next = observeClock(before, readings);
    if (!next) return undefined;
    if (before?.wrong && before.wrong.since !== next.wrong?.since) {
      await alerting.resolve(clockAlert(about, before.wrong.since, next), about.at, retry);
    }
    if (next !== before && !(await clocks.save(gate, next, revision, retry))) continue;
    if (next.wrong && !next.wrong.told) {
      await alerting.raise(clockAlert(about, next.wrong.since, next), retry);
      // Whoever has written meanwhile comes by again.
      const told = { ...next, wrong: { ...next.wrong, told: true } };
      await clocks.save(gate, told, next === before ? revision : revision + 1, retry);
    }
    return next;
  }
  throw new ContendedError(`The clock of gate ${gate} was written by others ${ledgerLimits.writesMax} times.`);
}
