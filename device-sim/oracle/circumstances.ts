import type { Fault, FaultKind } from '../faults/fault.ts';
import type { FaultOutcome } from '../faults/fleet-faults.ts';

/** What was ordered to go wrong, as far as the oracle has to know it. */
export interface Circumstances {
  /** Something was in the way between gates and broker, or their clocks went wrong: passes may be late. */
  mayBeLate: boolean;
  /** What hostile gates tried and got through with. */
  gotIn: FaultOutcome['gotIn'];
}

/** Faults after which a pass is as good as ever. */
const timely: ReadonlySet<FaultKind> = new Set([
  'lost-acknowledgement',
  'doubled-delivery',
  'reordered-delivery',
  'wrong-config',
  'hostile',
]);

export function circumstancesOf(faults: readonly Fault[], { gotIn }: Pick<FaultOutcome, 'gotIn'>): Circumstances {
  return { mayBeLate: faults.some(({ kind }) => !timely.has(kind)), gotIn };
}
