import { scenario as badNetwork } from './bad-network.ts';
import { scenario as calm } from './calm.ts';
import { scenario as cityBurst } from './city-burst.ts';
import { scenario as hostile } from './hostile.ts';
import { scenario as morningRush } from './morning-rush.ts';
import { scenario as outbreak } from './outbreak.ts';
import { scenario as powerCuts } from './power-cuts.ts';
import type { Scenario } from './scenario.ts';
import { scenario as sensorDrift } from './sensor-drift.ts';
import { scenario as winterMorning } from './winter-morning.ts';
import { scenario as yuhangPilot } from './yuhang-pilot.ts';

/** The scenarios that have a name, in the order in which one would try them. */
export const catalogue: ReadonlyMap<string, Scenario> = new Map([
  ['calm', calm],
  ['morning-rush', morningRush],
  ['winter-morning', winterMorning],
  ['outbreak', outbreak],
  ['sensor-drift', sensorDrift],
  ['bad-network', badNetwork],
  ['power-cuts', powerCuts],
  ['hostile', hostile],
  ['yuhang-pilot', yuhangPilot],
  ['city-burst', cityBurst],
]);
