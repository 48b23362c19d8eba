import type { FeverProfile } from './fever.ts';
import { cityDay, type Rhythm } from './rhythm.ts';
import type { SensorProfile } from './sensor.ts';
import { type Shares, usualShares } from './shares.ts';
import type { Weather } from './weather.ts';
import type { WorldClock } from './world-clock.ts';

/** What the people, the weather and the sensors of a run are like. */
export interface WorldProfile {
  clock: WorldClock;
  rhythm: Rhythm;
  /** Seconds of the run's clock within which the gates open, each at a moment of its own. */
  rampS: number;
  weather: Weather;
  fever: FeverProfile;
  sensors: SensorProfile;
  /** How many people do what. */
  shares: Shares;
}

/** An ordinary forenoon in spring. The others say how they differ from it. */
export const calmWorld: WorldProfile = {
  clock: { startsAtH: 10, speed: 1 },
  rhythm: cityDay,
  rampS: 0,
  weather: { month: 4, warmerC: 0 },
  fever: { kind: 'constant', share: 0.005 },
  sensors: { offsetDeviationC: 0.3 },
  shares: usualShares,
};

/** The same world with so many feverish people, from 0 to 1, all the time. */
export function withFevers(world: WorldProfile, share: number): WorldProfile {
  return { ...world, fever: { kind: 'constant', share } };
}
