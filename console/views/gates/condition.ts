import type { AnswerOf } from '../../../domain/api/routes.ts';
import type { AlertKind } from '../../../domain/messages/alert.ts';

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
  | 'decides-wrongly'
  | 'records'
  | 'clock'
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

/** What an alert says that a gate does not know of itself. */
const said: Partial<Record<AlertKind, Trouble>> = {
  'sensor-fault': 'sensor-doubted',
  'gate-lying': 'decides-wrongly',
  tampering: 'records',
  'passes-missing': 'records',
  'clock-wrong': 'clock',
};

/** @param alerts kinds of alerts about this gate that nobody has resolved. */
export function troublesOf(gate: Gate, alerts: Iterable<AlertKind>): Trouble[] {
  const { health, listsAgeS } = gate;
  const heard: readonly (readonly [Trouble, boolean])[] = [
    ['sensor', health?.sensor === 'fault'],
    ['scanner', health?.scanner === 'fault'],
    ['barrier', health?.barrier === 'fault'],
    ['barrier-open', health?.barrier === 'open'],
    ['outbox', (health?.outboxPasses ?? 0) > outboxManyPasses],
    ['lists-old', listsAgeS === null || (listsAgeS ?? 0) > listsOldS],
  ];
  const found = new Set([...alerts].flatMap((kind) => said[kind] ?? []));
  const isNew = !gate.connected && gate.lastHeartbeatAt === undefined;
  return [
    ...(gate.disabled ? (['disabled'] as const) : []),
    ...(isNew ? (['never-heard'] as const) : gate.connected ? [] : (['offline'] as const)),
    ...heard.flatMap(([trouble, isSo]) => (isSo ? [trouble] : [])),
    ...found,
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

/** @param alerts kinds of unresolved alerts, by gate. */
export function standingOf(gate: Gate, alerts: ReadonlyMap<string, Iterable<AlertKind>>): Standing {
  const troubles = troublesOf(gate, alerts.get(gate.gate) ?? []);
  return { gate, condition: conditionOf(troubles), troubles };
}

/** Gates as somebody has to look after them: worst first, then by name. */
export function worstFirst(gates: readonly Standing[]): Standing[] {
  const key = ({ condition, gate }: Standing) => `${ranks[condition]} ${gate.community} ${gate.gate}`;
  return gates.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
