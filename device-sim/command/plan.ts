import type { Scenario } from '../scenarios/scenario.ts';
import type { Overrides } from './flags.ts';

/** A scenario as it is to be run: what was said on the command line stands above it. */
export function planOf(scenario: Scenario, { sending, rampS, feverShare, ...rest }: Overrides): Scenario {
  return {
    ...scenario,
    ...rest,
    sending: { ...scenario.sending, ...sending },
    world: {
      ...scenario.world,
      ...(rampS !== undefined && { rampS }),
      ...(feverShare !== undefined && { fever: { kind: 'constant', share: feverShare } }),
    },
  };
}
