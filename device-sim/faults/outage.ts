import type { Connect } from '../gate/connection.ts';
import { failToConnect, nothingBetween, type Passage, standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { letSpellsCome } from './spells.ts';

/** The network of a gate, which can be taken away. */
export interface Network {
  connect(inner: Connect): Connect;
  takeAway(): void;
  giveBack(): void;
}

export function createNetwork(): Network {
  let isThere = true;
  let current: Passage | undefined;
  return {
    connect: (inner) => {
      const reach = standBetween(inner, (passage) => {
        current = passage;
        return nothingBetween;
      });
      return (options, handlers) =>
        isThere ? reach(options, handlers) : failToConnect(options.environment, handlers, 'there is no network');
    },
    takeAway: () => {
      isThere = false;
      current?.breakOff('the network is gone');
    },
    giveBack: () => {
      isThere = true;
    },
  };
}

export function outage(fault: FaultOf<'outage'>, context: FaultContext): GateFault {
  const network = createNetwork();
  const heal = letSpellsCome(fault, context, () => {
    context.fired();
    network.takeAway();
    return network.giveBack;
  });
  return { connect: network.connect, heal };
}
