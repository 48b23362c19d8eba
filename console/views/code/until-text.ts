import { localDay } from '../../../domain/local-day.ts';
import type { Say } from '../../language/text.ts';
import { clockText } from '../../language/times.ts';
import type { Issued } from './issued.ts';

/** Until when a code is good, as people say it. */
export function untilText(
  { untilAt, singleUse }: Pick<Issued, 'untilAt' | 'singleUse'>,
  nowMs: number,
  timeZone: string,
  say: Say,
): string {
  const isToday = localDay(Date.parse(untilAt), timeZone) === localDay(nowMs, timeZone);
  const time = clockText(untilAt, timeZone);
  const until = say(isToday ? 'code.until-today' : 'code.until-tomorrow', { time });
  return singleUse ? `${say('code.single')} ${until}` : until;
}
