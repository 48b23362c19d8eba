import { between } from '../../domain/seeded-random.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { letSpellsCome } from './spells.ts';

export function clockDrift({ ppmMax }: FaultOf<'clock-drift'>, context: FaultContext): GateFault {
  const { environment, random, fired } = context;
  const ppm = between(random, -ppmMax, ppmMax);
  const startedAtMs = environment.uptimeMs();
  fired();
  return {
    environment: (inner) => ({
      ...inner,
      now: () => Math.round(inner.now() + ((environment.uptimeMs() - startedAtMs) * ppm) / 1e6),
    }),
    // Nobody sets the clock right.
    heal: () => {},
  };
}

export function clockJump(fault: FaultOf<'clock-jump'>, context: FaultContext): GateFault {
  let offMs = 0;
  const heal = letSpellsCome(fault, context, () => {
    context.fired();
    offMs = Math.round(1_000 * between(context.random, -fault.maxS, fault.maxS));
    return () => {
      offMs = 0;
    };
  });
  return { environment: (inner) => ({ ...inner, now: () => inner.now() + offMs }), heal };
}
