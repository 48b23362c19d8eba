import { UsageError } from '../domain/errors.ts';
import { outcomeLimits } from '../domain/limits/screening.ts';
import { dayAfter, localDay } from '../domain/local-day.ts';
import type { GateConfig } from '../domain/messages/config.ts';
import { id } from '../domain/messages/fields.ts';
import { pass } from '../domain/messages/pass.ts';
import { countPass, noOutcomes, type Outcomes } from '../domain/screening/outcomes.ts';
import type { Deployment } from './deployment.ts';
import { allConfigs, stateOf } from './gate-records.ts';
import { type DayOfPasses, readPasses } from './passes.ts';

/** Nothing about persons but their temperature: no code, no pseudonym. */
const storedPass = pass
  .pick({
    epoch: true,
    seq: true,
    at: true,
    site: true,
    skinC: true,
    baselineC: true,
    more: true,
    sensorFault: true,
    contactC: true,
    recheckOf: true,
    configVersion: true,
  })
  .extend({ gate: id });

/** Which passes are looked at: of so many days, today included. */
export type Period = Omit<DayOfPasses, 'day'> & { days: number };

export interface RecordedOutcomes {
  outcomes: Outcomes;
  /** Passes of an older form, which say nothing here. */
  unreadable: number;
}

/**
 * What became of the people who passed in the last days.
 * @param onProgress told now and then how many passes have been read.
 * @throws UsageError when there are more than a command reads.
 */
export async function readOutcomes(
  deployment: Deployment,
  { community, gate, days }: Period,
  nowMs: number,
  onProgress: (read: number) => void,
): Promise<RecordedOutcomes> {
  const recorded: RecordedOutcomes = { outcomes: noOutcomes(), unreadable: 0 };
  const configs = new Map<string, ReadonlyMap<number, GateConfig>>();
  let read = 0;
  const today = localDay(nowMs, deployment.outputs.timeZone);
  for (let back = days - 1; back >= 0; back--) {
    // By time, as they lie in the table: a second measurement comes after the first.
    for await (const one of readPasses(deployment, { community, gate, day: dayAfter(today, -back) }, storedPass)) {
      if (read === outcomeLimits.passesReadMax) throw new UsageError(`More than ${read} passes: take fewer --days.`);
      if (++read % outcomeLimits.progressPasses === 0) onProgress(read);
      if (!one) {
        recorded.unreadable++;
        continue;
      }
      const { gate: at, ...stored } = one;
      const known = configs.get(at) ?? (await allConfigs(stateOf(deployment), at));
      configs.set(at, known);
      countPass(recorded.outcomes, at, stored, known.get(stored.configVersion));
    }
  }
  return recorded;
}
