import type { Pass, Reason } from '../../domain/messages/pass.ts';
import type { Environment } from '../environment.ts';
import type { Reading } from '../gate/screen.ts';
import { simLimits } from '../limits.ts';
import type { Person } from './people.ts';

/** What a contact thermometer answers: the gate's own sensor does not say enough, or too much. */
const answeredByContact: ReadonlySet<Reason> = new Set([
  'too-warm',
  'far-too-warm',
  'learning',
  'no-reading',
  'sensor-fault',
]);

/** From the gate's "recheck" until the guard has measured. */
const measuringMs = 10_000;

/** The guard at a gate, with a contact thermometer. */
export interface Guard {
  /** Measures whoever the gate holds for their temperature, and has the gate judge them again. */
  attend(person: Person, reading: Reading, pass: Pass): void;
  /** Goes: who waits is measured no more. */
  leave(): void;
}

/** @param screenAgain puts the second reading before the gate. */
export function createGuard(
  { after }: Pick<Environment, 'after'>,
  screenAgain: (person: Person, reading: Reading) => void,
): Guard {
  const waiting = new Set<() => void>();
  return {
    attend: (person, { direction, site, ambientC, code }, { seq, at, reason, recheckOf }) => {
      const { contactC } = person;
      if (contactC === null || recheckOf || !answeredByContact.has(reason)) return;
      if (waiting.size >= simLimits.waitingForGuardMax) return;
      const cancel = after(measuringMs, () => {
        waiting.delete(cancel);
        // Nobody stands before the gate's own sensor this time.
        const again = { direction, site, ambientC, code, skinC: null, contactC, recheckOf: { seq, at, reason } };
        screenAgain(person, again);
      });
      waiting.add(cancel);
    },
    leave: () => {
      for (const cancel of waiting) cancel();
      waiting.clear();
    },
  };
}
