import { chance } from '../../domain/seeded-random.ts';
import { nothingBetween, standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';

/** TCP tries for a while to deliver what got lost, before it gives the connection up. */
const givesUpAfterMs = 2_000;

/** What a connection loses, it loses for good: nothing after it arrives either, and it ends. */
export function lost(
  { kind, share }: FaultOf<'lost-message' | 'lost-acknowledgement'>,
  { environment, random, fired }: FaultContext,
): GateFault {
  let healed = false;
  return {
    connect: (inner) =>
      standBetween(inner, ({ breakOff }) => {
        let isBroken = false;
        const unlessBroken = (go: () => void) => {
          if (!isBroken) go();
        };
        const orLose = (go: () => void) => {
          if (isBroken) return;
          if (healed || !chance(random, share)) return go();
          isBroken = true;
          fired();
          environment.after(givesUpAfterMs, () => breakOff('the connection timed out'));
        };
        return kind === 'lost-message'
          ? { ...nothingBetween, outgoing: orLose, incoming: unlessBroken, acknowledging: unlessBroken }
          : { ...nothingBetween, outgoing: unlessBroken, incoming: unlessBroken, acknowledging: orLose };
      }),
    heal: () => {
      healed = true;
    },
  };
}
