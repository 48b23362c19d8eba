import type { Fault } from '../faults/fault.ts';
import type { GateSetup } from '../gate/state.ts';
import type { WorldProfile } from '../world/profile.ts';

/** A run of the simulator with a name: one file each, and users write their own. */
export interface Scenario {
  /** One sentence: what it is for, and what it is expected to show. */
  about: string;
  /** How many, in communities of four. */
  gates: number;
  /** People a second at all gates together, on average over the run. */
  ratePerS: number;
  /** Seconds of the run's clock in which people come. */
  durationS: number;
  /** Instead of what the gates' config says about it. */
  sending?: GateSetup['sending'];
  world: WorldProfile;
  /** What goes wrong. A scenario fails when a fault that it names fired zero times. */
  faults: readonly Fault[];
}
