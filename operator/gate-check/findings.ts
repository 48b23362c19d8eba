import type { Clause } from './clauses.ts';

/** What became of a clause. `not told`: what would show it did not happen while the check ran. */
export type Outcome = 'passed' | 'failed' | 'not told';

export interface Finding {
  clause: Clause;
  outcome: Outcome;
  /** What was seen, in one line for people. */
  seen: string;
}

export const passed = (clause: Clause, seen: string): Finding => ({ clause, outcome: 'passed', seen });
export const failed = (clause: Clause, seen: string): Finding => ({ clause, outcome: 'failed', seen });
export const notTold = (clause: Clause, seen: string): Finding => ({ clause, outcome: 'not told', seen });

export function passedIf(holds: boolean, clause: Clause, seen: string): Finding {
  return holds ? passed(clause, seen) : failed(clause, seen);
}
