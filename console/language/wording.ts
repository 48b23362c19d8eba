import type { Actor, Alert } from '../../domain/messages/alert.ts';
import type { Refusal } from '../api/api.ts';
import { isText, type Say } from './text.ts';

/** What a gate is called: `xixi-gate-2` of xixi is gate 2; any other name is said as it is. */
export function gateName({ gate, community }: Pick<Alert, 'gate' | 'community'>, say: Say): string {
  const own = gate.startsWith(`${community}-`) ? gate.slice(community.length + 1) : gate;
  const number = /^gate-(\d+)$/.exec(own)?.[1];
  return number === undefined ? own : say('gate.numbered', { number });
}

/** @param isOneOfMany whether it has to be said of which community. */
export function whereOf(alert: Pick<Alert, 'gate' | 'community'>, isOneOfMany: boolean, say: Say): string {
  if (!isOneOfMany) return gateName(alert, say);
  return say('gate.at', { gate: gateName(alert, say), community: alert.community });
}

/** What is spoken aloud: where somebody is needed, and nothing that bystanders should not hear. */
export function alertSentence(
  alert: Pick<Alert, 'kind'> & Partial<Pick<Alert, 'gate' | 'community'>>,
  say: Say,
): string {
  const { gate, community } = alert;
  const where = gate === undefined || community === undefined ? say('app.name') : gateName({ gate, community }, say);
  return say('speech.alert', { where });
}

const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;

export function agoText(instant: string, nowMs: number, say: Say): string {
  const seconds = Math.floor((nowMs - Date.parse(instant)) / 1_000);
  if (seconds < 1) return say('ago.now');
  if (seconds < minuteS) return say('ago.seconds', { count: seconds });
  if (seconds < hourS) return say('ago.minutes', { count: Math.floor(seconds / minuteS) });
  if (seconds < dayS) return say('ago.hours', { count: Math.floor(seconds / hourS) });
  return say('ago.days', { count: Math.floor(seconds / dayS) });
}

/** How much warmer than the people before, in °C with its sign; undefined when there is nothing to compare. */
export function warmerBy({ person }: Pick<Alert, 'person'>): string | undefined {
  if (person === undefined || person.skinC === null || person.baselineC === null) return undefined;
  const hundredths = Math.round((person.skinC - person.baselineC) * 100);
  return `${hundredths < 0 ? '−' : '+'}${(Math.abs(hundredths) / 100).toFixed(1)}`;
}

/** Why the gate did not let somebody in. Of the ways in which a code can be broken a guard needs no more than two. */
export function reasonText(reason: NonNullable<Alert['person']>['reason'], say: Say): string {
  const own = `reason.${reason}`;
  if (isText(own)) return say(own);
  return say(
    reason === 'code-signature' || reason === 'code-unknown-key' ? 'reason.code-forged' : 'reason.code-unreadable',
  );
}

export function problemText({ reason }: Pick<Refusal, 'reason'>, say: Say): string {
  const own = `problem.${reason}`;
  return say(isText(own) ? own : 'problem.other');
}

/** Who did something, as colleagues call them. @param labels by community and id. */
export function whoText(
  actor: Actor | undefined,
  me: Actor,
  { labels, community }: { labels: ReadonlyMap<string, string>; community: string },
  say: Say,
): string {
  if (actor === undefined) return say('who.gate');
  if (actor.guard !== undefined) {
    if (actor.subject === me.subject && actor.guard === me.guard) return say('who.me');
    return labels.get(`${community}/${actor.guard}`) ?? actor.guard;
  }
  return actor.subject === me.subject ? say('who.me') : say('who.other');
}
