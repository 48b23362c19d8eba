import { chance, normal, type Random } from '../../domain/seeded-random.ts';

/** What is wrong with the thermal sensors of the gates. Each `share` is of the gates, from 0 to 1. */
export interface SensorProfile {
  /** °C, from one sensor to the next, for good. */
  offsetDeviationC: number;
  /** Shows more and more, or less and less, since the world's clock began. */
  drift?: { share: number; perHourC: number };
  /** The sun shines on the housing between these hours of the day, and warms what is seen, most half-way. */
  sun?: { share: number; fromH: number; toH: number; warmsC: number };
  /** Dirt takes so large a part of what skin is above the air, more each hour, until somebody cleans the window. */
  dirt?: { share: number; partPerHour: number; cleanedEveryH: number };
  /** From so many hours after the world's clock began, it shows the same of everybody. */
  stuck?: { share: number; afterH: number };
}

/** What a sensor makes of skin: °C. @param atH by the world's clock. */
export type Sensor = (skinC: number, airC: number, atH: number) => number;

/** Dirt never takes more than this part. */
const dirtMax = 0.5;

/** The sensor of one gate. Each thing that can be wrong is drawn, ordered or not, so that one does not move the others. */
export function createSensor(profile: SensorProfile, startsAtH: number, random: Random): Sensor {
  const offsetC = normal(random, 0, profile.offsetDeviationC);
  const { drift, sun, dirt, stuck } = profile;
  const drifts = chance(random, drift?.share ?? 0);
  const driftsUp = chance(random, 0.5);
  const isInTheSun = chance(random, sun?.share ?? 0);
  const getsDirty = chance(random, dirt?.share ?? 0);
  const getsStuck = chance(random, stuck?.share ?? 0);
  let stuckAtC: number | undefined;

  return (skinC, airC, atH) => {
    const sinceH = atH - startsAtH;
    if (stuckAtC !== undefined) return stuckAtC;
    const cleanC = getsDirty && dirt ? airC + (skinC - airC) * (1 - dirtyPart(dirt, sinceH)) : skinC;
    const driftC = drifts && drift ? (driftsUp ? 1 : -1) * drift.perHourC * sinceH : 0;
    const sunC = isInTheSun && sun ? sunnyC(sun, atH) : 0;
    const shownC = cleanC + offsetC + driftC + sunC;
    if (getsStuck && stuck && sinceH >= stuck.afterH) stuckAtC = shownC;
    return shownC;
  };
}

function sunnyC({ fromH, toH, warmsC }: NonNullable<SensorProfile['sun']>, atH: number): number {
  const way = ((atH % 24) - fromH) / (toH - fromH);
  return way > 0 && way < 1 ? warmsC * Math.sin(Math.PI * way) : 0;
}

function dirtyPart({ partPerHour, cleanedEveryH }: NonNullable<SensorProfile['dirt']>, sinceH: number): number {
  return Math.min(partPerHour * (sinceH % cleanedEveryH), dirtMax);
}
