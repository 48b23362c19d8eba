// Goal: whoever is on duty by the clock on the wall is told, once, also over midnight; quiet hours are theirs.
// Method: rosters by hand at moments around their edges; what messages say, and what a load is made of.
import { describe, expect, test } from 'vitest';
import { loadOf } from '../../../../domain/escalation/load.ts';
import { isQuiet, onDuty } from '../../../../domain/escalation/on-duty.ts';
import { reach } from '../../../../domain/escalation/roster.ts';
import { inOneText, noticeOf } from '../../../../domain/escalation/text.ts';
import { parseWaits } from '../../../../domain/escalation/waits.ts';
import { localTime } from '../../../../domain/local-time.ts';

const day = { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '20:00', people: ['zhang', 'li'] };
const night = { weekdays: [5], from: '20:00', to: '08:00', people: ['wu', 'li'] };
const [monday, friday, saturday, sunday] = [1, 5, 6, 7];

describe('on duty', () => {
  test.each([
    ['from its first minute', { weekday: monday, time: '08:00' }, ['zhang', 'li']],
    ['to before its last', { weekday: monday, time: '19:59' }, ['zhang', 'li']],
    ['not after', { weekday: monday, time: '20:00' }, []],
    ['in the evening', { weekday: friday, time: '23:59' }, ['wu', 'li']],
    ['on into the next day', { weekday: saturday, time: '07:59' }, ['wu', 'li']],
    ['not the morning before', { weekday: friday, time: '07:59' }, []],
  ])('%s', (_when, now, expected) => {
    expect(onDuty([day, night], now)).toEqual(expected);
  });

  test('all day, and over the end of the week', () => {
    expect(
      onDuty([{ ...night, weekdays: [sunday], from: '06:00', to: '06:00' }], { weekday: monday, time: '05:59' }),
    ).toEqual(['wu', 'li']);
    expect(onDuty([day, { ...day, people: ['li', 'wu'] }], { weekday: monday, time: '12:00' })).toEqual([
      'zhang',
      'li',
      'wu',
    ]);
  });
});

test('quiet hours go over midnight', () => {
  const person = { quiet: { from: '22:00', to: '06:30' } };
  const at = (time: string) => isQuiet(person, { weekday: monday, time });
  expect(['21:59', '22:00', '00:00', '06:29', '06:30'].map(at)).toEqual([false, true, true, true, false]);
  expect(isQuiet({}, { weekday: monday, time: '00:00' })).toBe(false);
});

test('the clock on the wall is that of the time zone', () => {
  const atMs = Date.parse('2026-11-22T16:05:00.000Z');
  expect(localTime(atMs, 'Asia/Shanghai')).toEqual({ weekday: 1, time: '00:05' });
  expect(localTime(atMs, 'America/New_York')).toEqual({ weekday: 7, time: '11:05' });
});

test.each([['http://example.com/'], ['ftp://example.com/'], ['example.com']])('%s is no webhook', (webhook) => {
  expect(reach.safeParse({ webhook }).success).toBe(false);
});

test('a message says where, since when and where to look, in two languages, in four texts of a phone at most', () => {
  const where = { gate: 'g'.repeat(32), raisedAt: '2026-11-24T03:04:05.678Z' };
  const text = inOneText(noticeOf(where, { timeZone: 'Asia/Shanghai', consoleUrl: 'https://gatehouse.example.com/' }));
  expect(text).toContain(`an alert is waiting at gate ${where.gate}, since 11:04.`);
  expect(text).toMatch(/有告警等待处理，自 11:04 起。/);
  expect(text.length).toBeLessThanOrEqual(4 * 67);
});

test.each(['60', '60,', '0,5', '300,60', '60,3601', '60,300,900', '6e1,300', '-1,5'])(
  '"%s" is no two waits',
  (text) => {
    expect(parseWaits(text)).toBeUndefined();
  },
);

test('the load of an hour: how many, how soon they were seen, by whom, and how many went on', () => {
  const seenBy = (subject: string, guard: string, raisedAt: string, acknowledgedAt: string) => ({
    raisedAt,
    handling: { acknowledgedAt, acknowledgedBy: { subject, guard } },
  });
  const hours = loadOf([
    { raisedAt: '2026-11-24T04:10:00.000Z', escalation: { level: 1, steps: [] } },
    seenBy('post', 'li', '2026-11-24T03:10:00.000Z', '2026-11-24T03:10:20.000Z'),
    seenBy('post', 'wu', '2026-11-24T03:20:00.000Z', '2026-11-24T03:20:10.000Z'),
    seenBy('post', 'li', '2026-11-24T03:59:59.999Z', '2026-11-24T04:01:00.000Z'),
  ]);
  expect(hours).toEqual([
    {
      from: '2026-11-24T03:00:00.000Z',
      alerts: 3,
      escalated: 0,
      unacknowledged: 0,
      medianSeenS: 20,
      guards: [
        { guard: { subject: 'post', guard: 'li' }, alerts: 2 },
        { guard: { subject: 'post', guard: 'wu' }, alerts: 1 },
      ],
    },
    { from: '2026-11-24T04:00:00.000Z', alerts: 1, escalated: 1, unacknowledged: 1, medianSeenS: null, guards: [] },
  ]);
});
