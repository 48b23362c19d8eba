import { escalationLimits } from '../../domain/limits/escalation.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import type { Playbook } from '../../domain/playbooks/playbook.ts';
import { standOf, type Taken } from '../views/alert/walk-state.ts';

/** `untouched`: nobody came to it, which is no mistake. */
export type Mark = 'right' | 'wrong' | 'untouched';

/** How an alert was handled, held against its playbook. */
export interface Reviewed {
  alert: Alert;
  /** Taken in hand before it would have gone to the officer. */
  inTime: Mark;
  /** All steps, to the end. */
  followed: Mark;
  /** Closed as the steps said, or left open where they said that. */
  outcome: Mark;
}

export function reviewOf(alert: Alert, playbook: Playbook, taken: readonly Taken[]): Reviewed {
  const { state, raisedAt, handling } = alert;
  if (state === 'open') return { alert, inTime: 'untouched', followed: 'untouched', outcome: 'untouched' };
  const seenMs = Date.parse(handling?.acknowledgedAt ?? raisedAt) - Date.parse(raisedAt);
  const { at } = standOf(playbook, playbook.begin.guard, taken);
  const end = at !== undefined && 'end' in at ? at.end : undefined;
  const closedAs = state === 'resolved' ? handling?.outcome : 'stays-open';
  const mark = (isRight: boolean): Mark => (isRight ? 'right' : 'wrong');
  return {
    alert,
    inTime: mark(seenMs <= escalationLimits.officerAfterS * 1_000),
    followed: mark(end !== undefined),
    outcome: mark(end !== undefined && end === closedAs),
  };
}

/** Whether all of it was right. */
export function isWellDone({ inTime, followed, outcome }: Reviewed): boolean {
  return inTime === 'right' && followed === 'right' && outcome === 'right';
}
