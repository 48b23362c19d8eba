import { linkLimits } from '../limits.ts';
import { type Passage, standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { letMomentsCome } from './spells.ts';

/** MQTT 3.1.1 [MQTT-3.1.2-24]: after one and a half times the keep-alive without a packet, whoever listens gives up. */
const noticedAfterMs = 1.5 * linkLimits.keepAliveS * 1_000;

/** As behind a router that has forgotten the connection: both ends believe in it. */
export function halfOpen({ meanEveryS }: FaultOf<'half-open'>, context: FaultContext): GateFault {
  let current: { passage: Passage; isDead: boolean } | undefined;
  const heal = letMomentsCome(meanEveryS, context, () => {
    const struck = current;
    if (!struck || struck.isDead) return;
    struck.isDead = true;
    context.fired();
    context.environment.after(noticedAfterMs, () => struck.passage.breakOff('no answer to a ping'));
  });
  return {
    connect: (inner) =>
      standBetween(inner, (passage) => {
        const own = { passage, isDead: false };
        current = own;
        const unlessDead = (go: () => void) => {
          if (!own.isDead) go();
        };
        return { outgoing: unlessDead, incoming: unlessDead, acknowledging: unlessDead };
      }),
    heal: () => {
      heal();
      if (current?.isDead) current.passage.breakOff('no answer to a ping');
    },
  };
}
