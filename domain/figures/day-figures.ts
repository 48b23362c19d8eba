import type * as z from 'zod';
import type { dayFigures } from '../api/figure-routes.ts';
import { localTime } from '../local-time.ts';
import type { Pass } from '../messages/pass.ts';

type Figures = Omit<z.infer<typeof dayFigures>, 'day' | 'asOf' | 'complete'>;
type Counts = Omit<Figures, 'hours' | 'reasons'>;
type Counted = { gate: string } & Pick<Pass, 'epoch' | 'seq' | 'at' | 'verdict' | 'reason' | 'contactC' | 'recheckOf'>;

/**
 * What a day was like, from the passes of that day in any order. A pass that came with two contents is evidence of
 * tampering, and still one person: the first in order of time counts.
 */
export function figuresOf(passes: readonly Counted[], timeZone: string): Figures {
  const inOrder = passes.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const once = [...Map.groupBy(inOrder, ({ gate, epoch, seq }) => `${gate}#${epoch}#${seq}`).values()].flatMap(
    ([first]) => first ?? [],
  );
  const hourOf = hoursIn(timeZone);
  const byHour = Map.groupBy(once, ({ at }) => hourOf(at));
  const byReason = Map.groupBy(once, ({ verdict, reason }) => `${verdict} ${reason}`);
  return {
    ...countsOf(once),
    hours: [...byHour]
      .toSorted(([one], [other]) => one - other)
      .map(([hour, members]) => ({ hour, ...countsOf(members) })),
    reasons: [...byReason.values()]
      .flatMap((members) => reasonOf(members))
      .toSorted((one, other) => other.passes - one.passes),
  };
}

function countsOf(passes: readonly Counted[]): Counts {
  const of = (isCounted: (one: Counted) => boolean) => passes.filter(isCounted).length;
  return {
    passes: passes.length,
    admitted: of(({ verdict }) => verdict === 'admit'),
    rechecked: of(({ verdict }) => verdict === 'recheck'),
    refused: of(({ verdict }) => verdict === 'refuse'),
    again: of(({ recheckOf }) => recheckOf !== undefined),
    measured: of(({ contactC }) => contactC !== undefined),
    confirmed: of(({ contactC, reason }) => contactC !== undefined && reason === 'fever-confirmed'),
  };
}

function reasonOf(members: readonly Counted[]): Figures['reasons'] {
  const [first] = members;
  if (first === undefined || first.verdict === 'admit') return [];
  return [{ verdict: first.verdict, reason: first.reason, passes: members.length }];
}

/** Every zone is a whole number of quarters of an hour from UTC: a day has 96 times to look up, and 13,000 passes. */
const quarterMs = 15 * 60_000;

function hoursIn(timeZone: string): (at: string) => number {
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(Date.parse(at) / quarterMs);
    const hour = known.get(quarter) ?? Number(localTime(quarter * quarterMs, timeZone).time.slice(0, 2));
    known.set(quarter, hour);
    return hour;
  };
}
