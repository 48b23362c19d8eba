import { createWire } from '../wire.ts';
import { standBetween } from './between.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { letSpellsCome } from './spells.ts';

/** What goes with a message beside its payload: topic, headers, TLS. */
const overheadBytes = 200;

export function slowLink(fault: FaultOf<'slow-link'>, context: FaultContext): GateFault {
  const { environment, fired } = context;
  let isSlow = false;
  const heal = letSpellsCome(fault, context, () => {
    isSlow = true;
    return () => {
      isSlow = false;
    };
  });

  const createLane = () => {
    const wire = createWire(environment);
    let freeAtMs = 0;
    return (go: () => void, bytes: number) => {
      if (!isSlow) return wire.send(0, go);
      fired();
      const nowMs = environment.uptimeMs();
      freeAtMs = Math.max(freeAtMs, nowMs) + (1_000 * (bytes + overheadBytes)) / fault.bytesPerS;
      wire.send(freeAtMs - nowMs, go);
    };
  };

  return {
    connect: (inner) =>
      standBetween(inner, () => {
        const back = createLane();
        return { outgoing: createLane(), incoming: back, acknowledging: (acknowledge) => back(acknowledge, 0) };
      }),
    heal,
  };
}
