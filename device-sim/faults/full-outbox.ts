import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { createNetwork } from './outage.ts';
import { letMomentsCome } from './spells.ts';

/** There is no network until somebody has not been taken on. */
export function fullOutbox({ meanEveryS, outboxPassesMax }: FaultOf<'full-outbox'>, context: FaultContext): GateFault {
  const network = createNetwork();
  let isFilling = false;
  const end = () => {
    isFilling = false;
    network.giveBack();
  };
  const stop = letMomentsCome(meanEveryS, context, () => {
    isFilling = true;
    network.takeAway();
  });
  return {
    connect: network.connect,
    setup: (inner) => ({ ...inner, outboxPassesMax }),
    hear: (event) => {
      if (isFilling && event.kind === 'out-of-room') {
        context.fired();
        end();
      }
      return event;
    },
    heal: () => {
      stop();
      end();
    },
  };
}
