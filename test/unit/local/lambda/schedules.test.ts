// Goal: a rate fires once a period, at whole multiples of it, and never makes up for what it missed with a burst.
// Method: a clock in the test's hand; what fired is counted in the invocation queue on disk.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { permits } from '../../../../local/lambda/permissions.ts';
import { createSchedules } from '../../../../local/lambda/schedules.ts';
import { openDatabase } from '../../../../local/store/database.ts';
import type { SchedulePlan } from '../../../../local/template/plan.ts';
import { arn, temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { eventually, functionOf, startLambda } from './start-lambda.ts';

const minuteMs = 60_000;
const everyMinute: SchedulePlan = {
  name: 'every-minute',
  arn: arn('events', 'rule/every-minute'),
  everyS: 60,
  enabled: true,
  target: { functionArn: arn('lambda', 'function:watch'), input: '{"kind":"watch"}' },
};

function startSchedules(
  options: { schedule?: SchedulePlan; folder?: string; startMs?: number; fire?: () => Promise<void> } = {},
) {
  const clock = createManualClock(options.startMs ?? Date.UTC(2026, 0, 15, 8, 0, 20));
  const database = openDatabase(join(options.folder ?? temporaryFolder(), 'state.sqlite'));
  const firedAt: string[] = [];
  const complaints: string[] = [];
  const schedules = createSchedules({
    schedules: [options.schedule ?? everyMinute],
    database,
    clock,
    fire: async () => {
      firedAt.push(new Date(clock.now()).toISOString().slice(11, 19));
      await options.fire?.();
    },
    complain: (_, line) => complaints.push(line),
  });
  schedules.start();
  const settle = () => database.commit(() => undefined);
  const end = async () => {
    schedules.stop();
    if (database.sql.isOpen) await database.close();
  };
  onTestFinished(end);
  const advance = async (ms: number) => {
    clock.advance(ms);
    await settle();
    await settle();
  };
  return { clock, firedAt, complaints, advance, end };
}

test('a schedule fires at whole minutes, first after one has passed', async () => {
  const { firedAt, advance } = startSchedules();
  for (const ms of [39_000, 1_000, 59_000, 1_000, minuteMs]) await advance(ms);
  expect(firedAt).toEqual(['08:01:00', '08:02:00', '08:03:00']);
});

test('hours of sleep come to one event', async () => {
  const { firedAt, advance } = startSchedules();
  await advance(5 * 60 * minuteMs);
  expect(firedAt).toEqual(['13:00:20']);
  await advance(40_000);
  expect(firedAt).toEqual(['13:00:20', '13:01:00']);
});

test('a restart in the same minute fires nothing, one after hours fires once', async () => {
  const folder = temporaryFolder();
  const first = startSchedules({ folder });
  await first.advance(40_000);
  expect(first.firedAt).toEqual(['08:01:00']);
  await first.end();
  const second = startSchedules({ folder, startMs: first.clock.now() + 30_000 });
  await second.advance(0);
  expect(second.firedAt).toEqual([]);
  await second.end();
  const third = startSchedules({ folder, startMs: first.clock.now() + 180 * minuteMs });
  await third.advance(0);
  expect(third.firedAt).toEqual(['11:01:00']);
});

test('while one event waits to be accepted no other one joins it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { firedAt, advance } = startSchedules({ fire: () => promise });
  for (let n = 0; n < 5; n += 1) await advance(minuteMs);
  expect(firedAt).toHaveLength(1);
  resolve();
  await advance(0);
  await advance(minuteMs);
  expect(firedAt).toHaveLength(2);
});

test('a disabled schedule never fires', async () => {
  const { firedAt, advance } = startSchedules({ schedule: { ...everyMinute, enabled: false } });
  await advance(10 * minuteMs);
  expect(firedAt).toEqual([]);
});

test('a schedule invokes its function with its input, if the function permits', async () => {
  const folder = temporaryFolder();
  const code = 'export const handler = (event) => console.log("watched", event.kind)';
  const permissions = [{ principal: 'events.amazonaws.com', sourceArn: everyMinute.arn }];
  const permitted = functionOf(folder, 'watch', code, { permissions });
  const one = await startLambda([permitted], { schedules: [everyMinute] });
  one.clock.advance(minuteMs);
  await eventually(() => expect(one.lines.join()).toContain('watched watch'));

  const forbidden = functionOf(folder, 'watch', code);
  const other = await startLambda([forbidden], { schedules: [everyMinute] });
  other.clock.advance(minuteMs);
  await eventually(() => expect(other.lines.join()).toContain('no AWS::Lambda::Permission'));
  expect(other.onDisk()).toBe(0);
});

test('a permission counts for its principal and the sources that it names', () => {
  const withPermissions = (...permissions: { principal: string; sourceArn?: string }[]) =>
    functionOf(temporaryFolder(), 'any', '', { permissions });
  const rule = arn('iot', 'rule/gatehouse_passes');
  expect(permits(withPermissions(), 'iot.amazonaws.com', rule)).toBe(false);
  const exact = withPermissions({ principal: 'iot.amazonaws.com', sourceArn: rule });
  expect(permits(exact, 'iot.amazonaws.com', rule)).toBe(true);
  expect(permits(exact, 'iot.amazonaws.com', `${rule}2`)).toBe(false);
  expect(permits(exact, 'events.amazonaws.com', rule)).toBe(false);
  const wide = withPermissions({ principal: 'iot.amazonaws.com', sourceArn: arn('iot', 'rule/*') });
  expect(permits(wide, 'iot.amazonaws.com', rule)).toBe(true);
  expect(permits(withPermissions({ principal: 'iot.amazonaws.com' }), 'iot.amazonaws.com', rule)).toBe(true);
});
