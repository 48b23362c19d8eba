import type { AnswerOf } from '../../../domain/api/routes.ts';

export type Gate = AnswerOf<'getGate'>;

/** How a gate is, at first glance. Each has a colour, a shape and a word of its own. */
export type Condition = 'away' | 'doubtful' | 'off' | 'well';

/** What is wrong with a gate. */
export type Trouble =
  | 'disabled'
  | 'never-heard'
  | 'offline'
  | 'sensor'
  | 'sensor-doubted'
  | 'scanner'
  | 'barrier'
  | 'barrier-open'
  | 'outbox'
  | 'lists-old';

/** More than a gate holds back while all is well: it cannot get rid of them. */
const outboxManyPasses = 200;
/** The index of lists goes out every five minutes. */
const listsOldS = 3_600;

/** Worst first. */
const ranks: Readonly<Record<Condition, number>> = { away: 0, doubtful: 1, off: 2, well: 3 };

/** @param isDoubted there is an open alert about its sensor. */
export function troublesOf(gate: Gate, isDoubted: boolean): Trouble[] {
  const { health, listsAgeS } = gate;
  const heard: readonly (readonly [Trouble, boolean])[] = [
    ['sensor', health?.sensor === 'fault'],
    ['sensor-doubted', isDoubted && health?.sensor !== 'fault'],
    ['scanner', health?.scanner === 'fault'],
    ['barrier', health?.barrier === 'fault'],
    ['barrier-open', health?.barrier === 'open'],
    ['outbox', (health?.outboxPasses ?? 0) > outboxManyPasses],
    ['lists-old', listsAgeS === null || (listsAgeS ?? 0) > listsOldS],
  ];
  const isNew = !gate.connected && gate.lastHeartbeatAt === undefined;
  return [
    ...(gate.disabled ? (['disabled'] as const) : []),
    ...(isNew ? (['never-heard'] as const) : gate.connected ? [] : (['offline'] as const)),
    ...heard.flatMap(([trouble, isSo]) => (isSo ? [trouble] : [])),
  ];
}

/** What a gate that is switched off says of itself does not count. */
export function conditionOf(troubles: readonly Trouble[]): Condition {
  if (troubles.includes('disabled')) return 'off';
  if (troubles.includes('offline') || troubles.includes('never-heard')) return 'away';
  return troubles.length > 0 ? 'doubtful' : 'well';
}

export interface Standing {
  gate: Gate;
  condition: Condition;
  troubles: readonly Trouble[];
}

/** @param doubted gates whose sensors there are open alerts about. */
export function standingOf(gate: Gate, doubted: ReadonlySet<string>): Standing {
  const troubles = troublesOf(gate, doubted.has(gate.gate));
  return { gate, condition: conditionOf(troubles), troubles };
}

/** Gates as somebody has to look after them: worst first, then by name. */
export function worstFirst(gates: readonly Standing[]): Standing[] {
  const key = ({ condition, gate }: Standing) => `${ranks[condition]} ${gate.community} ${gate.gate}`;
  return gates.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
