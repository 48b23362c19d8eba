import { cannotWait } from '../../domain/escalation/next-step.ts';
import { isQuiet, onDuty } from '../../domain/escalation/on-duty.ts';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import { localTime } from '../../domain/local-time.ts';
import type { Told } from '../../domain/messages/alert.ts';
import type { Clock } from '../shared/clock.ts';
import type { TakeTurn } from '../shared/rate-limit.ts';
import type { Retry } from '../shared/retry.ts';
import type { ListedPerson, RosterOf, Rosters } from '../shared/rosters.ts';
import type { Answered, Channel, Message } from './channels/channel.ts';

export interface TellParts {
  clock: Clock;
  /** In which duties and quiet hours are reckoned. */
  timeZone: string;
  rosters: Rosters;
  takeTurn: TakeTurn;
  /** Every way that this deployment has. */
  channels: readonly Channel[];
  /** What is left when a message reaches nobody. */
  tellOperators: (message: Message, retry: Retry) => Promise<void>;
}

const hourMs = 3_600_000;

/**
 * Tells whoever is on duty for a step; when that reaches nobody (nobody on duty, quiet hours, budgets, channels that do
 * not work) whoever is next, and in the end the operators: never nobody, and nothing is left out of the answer.
 */
export async function tellPeople(parts: TellParts, message: Message, retry: Retry): Promise<Told[]> {
  const { community, district } = message.alert;
  const ofDistrict = { of: 'district', place: district } as const;
  const inOrder: RosterOf[] = message.level === 1 ? [{ of: 'community', place: community }, ofDistrict] : [ofDistrict];
  const told: Told[] = [];
  for (const whose of inOrder) {
    told.push(...(await tellRoster(parts, whose, message, retry)));
    if (told.some(({ result }) => result === 'accepted')) return told;
  }
  await parts.tellOperators(message, retry);
  return [...told, { channel: 'operators', result: 'accepted' }];
}

async function tellRoster(parts: TellParts, whose: RosterOf, message: Message, retry: Retry): Promise<Told[]> {
  const roster = await parts.rosters.find(whose, retry);
  const here = localTime(parts.clock.now(), parts.timeZone);
  const people = new Map(roster.people.map((one) => [one.person, one]));
  const told = onDuty(roster.duties, here).map(async (person): Promise<Told[]> => {
    const listed = people.get(person);
    if (!listed) return [];
    const about = { roster: whose.of, person };
    if (isQuiet(listed, here) && !cannotWait(message.alert)) return [{ ...about, result: 'quiet' }];
    if (!(await isWithinBudget(parts, whose, person, message, retry))) return [{ ...about, result: 'budget-spent' }];
    const sent = await tellPerson(parts, whose, listed, message, retry);
    return sent.length > 0 ? sent.map((one) => ({ ...about, ...one })) : [{ ...about, result: 'unreachable' }];
  });
  return (await Promise.all(told)).flat();
}

/** Alerts at once must not become a flood of messages; those that are not sent are noted and go on to others. */
async function isWithinBudget(
  { clock, takeTurn }: TellParts,
  { of, place }: RosterOf,
  person: string,
  { alert }: Message,
  retry: Retry,
): Promise<boolean> {
  const ofPerson = { max: escalationLimits.tellingsPerPersonHourMax, spanMs: hourMs };
  const ofCommunity = { max: escalationLimits.tellingsPerCommunityDayMax, spanMs: 24 * hourMs };
  const now = clock.now();
  return (
    (await takeTurn(`tell#${of}#${place}#${person}`, ofPerson, now, retry)) &&
    (await takeTurn(`tell#${alert.community}`, ofCommunity, now, retry))
  );
}

async function tellPerson(
  { channels, rosters }: TellParts,
  whose: RosterOf,
  person: ListedPerson,
  message: Message,
  retry: Retry,
): Promise<(Answered & Pick<Told, 'channel'>)[]> {
  try {
    const receiver = { whose, person, reach: await rosters.reachOf(whose, person, retry) };
    const sent = channels.map(async ({ name, tell }) => {
      const answered = await tell(receiver, message, retry).catch(() => failed);
      return answered.map((one) => ({ channel: name, ...one }));
    });
    return (await Promise.all(sent)).flat();
  } catch {
    // How this one is reached cannot be read; others can be told.
    return failed;
  }
}

const failed: Answered[] = [{ result: 'failed' }];
