import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';
import type { SchedulePlan } from '../template/plan.ts';
import { textOf } from './backoff.ts';

/** Rules of EventBridge with a rate. */
export interface Schedules {
  start(): void;
  stop(): void;
}

export interface SchedulesOptions {
  schedules: readonly SchedulePlan[];
  database: Database;
  clock: Clock;
  /** Resolves when the event is accepted. */
  fire(schedule: SchedulePlan): Promise<void>;
  complain(schedule: SchedulePlan, line: string): void;
}

/**
 * Fires each schedule at whole multiples of its period. Whatever passed while the machine slept or the stack was down
 * comes to one event, not to a burst: only the number of the last period that fired is kept.
 */
export function createSchedules(options: SchedulesOptions): Schedules {
  const { database, clock } = options;
  database.sql.exec(
    'create table if not exists lambda_schedules (name text primary key, period integer not null) strict',
  );
  const read = database.sql.prepare('select period from lambda_schedules where name = ?');
  const write = database.sql.prepare('insert or replace into lambda_schedules (name, period) values (?, ?)');
  const cancels = new Set<() => void>();

  const run = (schedule: SchedulePlan) => {
    const everyMs = schedule.everyS * 1_000;
    const periodNow = () => Math.floor(clock.now() / everyMs);
    const save = (period: number) => database.commit(() => write.run(schedule.name, period));
    const before = read.get(schedule.name)?.['period'];
    // A rule that is new waits for its first period to pass, as on AWS.
    let fired = typeof before === 'number' ? before : periodNow();
    let isFiring = false;

    const fire = async (period: number) => {
      isFiring = true;
      fired = period;
      try {
        await options.fire(schedule);
        await save(period);
      } catch (reason) {
        options.complain(schedule, `schedule ${schedule.name} could not invoke it (${textOf(reason)})`);
      }
      isFiring = false;
    };
    const look = () => {
      const period = periodNow();
      if (period !== fired && !isFiring) void fire(period);
      // Timers stand still while the machine sleeps, so a long one would be late by as much.
      const delayMs = Math.min((period + 1) * everyMs - clock.now(), lambdaLimits.scheduleLookMs);
      const cancel = clock.after(delayMs, () => {
        cancels.delete(cancel);
        look();
      });
      cancels.add(cancel);
    };
    if (typeof before !== 'number') {
      save(fired).catch((reason) => options.complain(schedule, `schedule ${schedule.name}: ${textOf(reason)}`));
    }
    look();
  };

  return {
    start() {
      for (const schedule of options.schedules) if (schedule.enabled) run(schedule);
    },
    stop() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
