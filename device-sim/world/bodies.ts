import { screeningLimits } from '../../domain/limits.ts';
import { chance, exponential, normal, type Random } from '../../domain/seeded-random.ts';
import type { Reading } from '../gate/screen.ts';
import { usualShares as shares } from './shares.ts';

/** A fever is this and more, within the body. */
export const feverFromC = 37.5;

/**
 * What people and sensors are like: faces before two cameras, with the temperature in the mouth as that of the body
 * (547 people at 23 °C; PhysioNet, Wang et al. 2023). There, skin is 35.6 ± 0.4 °C without a fever and 36.85 ± 0.65 °C
 * with one, and follows the body by 0.75 to 1.0 °C a degree.
 */
const figures = {
  healthyC: 36.87,
  healthyDeviationC: 0.29,
  /** How far a fever is above where fevers begin, on average. */
  feverAboveC: 0.6,
  coreMaxC: 41.5,
  skinC: 35.6,
  /** From one person to the next, with the same temperature of the body. */
  personDeviationC: 0.25,
  /** From one reading of a person to the next. */
  readingDeviationC: 0.18,
  /** How much warmer further readings of a person are: whoever still moves is colder, and the fourth is taken nearer. */
  furtherAboveC: [0.16, 0.18, 0.86],
  /** From one sensor to the next. */
  sensorDeviationC: 0.3,
  /** Skin follows the air by so much a degree. */
  perAmbientC: 0.06,
  comfortableC: 23,
  outdoorsC: 18,
  outdoorsDeviationC: 5,
  ambientDeviationC: 0.5,
  contactDeviationC: 0.1,
} as const;

/** Temperatures of one person, before any gate rounds or judges them. */
export interface Body {
  /** The truth, which no gate knows. */
  coreC: number;
  feverish: boolean;
  /** What a guard's contact thermometer would show; null: there is no guard. */
  contactC: number | null;
  /** What the sensors of the gate show. */
  sensed: Pick<Reading, 'skinC' | 'ambientC' | 'more'>;
}

/** The bodies in front of the sensor of one gate. */
export function createBodies(feverShare: number, random: Random): () => Body {
  const sensorOffsetC = normal(random, 0, figures.sensorDeviationC);
  const outdoorsC = normal(random, figures.outdoorsC, figures.outdoorsDeviationC);
  const readings = chance(random, shares.gatesWithFurtherReadings) ? 1 + screeningLimits.furtherReadingsMax : 1;
  return () => {
    const coreC = drawCore(feverShare, random);
    const ambientC = outdoorsC + normal(random, 0, figures.ambientDeviationC);
    const skinC =
      figures.skinC +
      (coreC - figures.healthyC) +
      normal(random, 0, figures.personDeviationC) +
      sensorOffsetC +
      figures.perAmbientC * (ambientC - figures.comfortableC);
    const [first = null, ...more] = Array.from({ length: readings }, (_, place) => read(skinC, place, random));
    const contactC = coreC + normal(random, 0, figures.contactDeviationC);
    return {
      coreC,
      feverish: coreC >= feverFromC,
      contactC: chance(random, shares.guardAbsent) ? null : contactC,
      sensed: { skinC: first, ambientC, ...(more.length > 0 && { more }) },
    };
  };
}

function drawCore(feverShare: number, random: Random): number {
  if (chance(random, feverShare)) {
    return Math.min(feverFromC + exponential(random, figures.feverAboveC), figures.coreMaxC);
  }
  return Math.min(normal(random, figures.healthyC, figures.healthyDeviationC), feverFromC - 0.01);
}

/** @param place in the row of readings, from 0. */
function read(skinC: number, place: number, random: Random): number | null {
  if (chance(random, shares.withoutReading)) return null;
  const aboveC = figures.furtherAboveC[place - 1] ?? 0;
  return skinC + aboveC + normal(random, 0, figures.readingDeviationC);
}
