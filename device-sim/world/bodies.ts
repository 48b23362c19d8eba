import { screeningLimits } from '../../domain/limits/screening.ts';
import { between, chance, exponential, normal, type Random } from '../../domain/seeded-random.ts';
import type { Reading } from '../gate/screen.ts';
import { feverShareAt } from './fever.ts';
import type { WorldProfile } from './profile.ts';
import { createSensor } from './sensor.ts';
import type { Shares } from './shares.ts';
import { outdoorsC } from './weather.ts';

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
  /** Skin follows the air by so much a degree, for whoever has been out in it as long as most have. */
  perAmbientC: 0.06,
  comfortableC: 23,
  /** How long people have been out, by what their skin took from the air: guesses. */
  comingIn: { min: 0.6, max: 1.4 },
  goingOut: { min: 0.2, max: 0.6 },
  /** From one gate to the next: shade, wind, walls. */
  placeDeviationC: 1,
  ambientDeviationC: 0.5,
  /** The guard's thermometer goes in the armpit, which by a rule of thumb is so much below the mouth. */
  armpitBelowC: 0.2,
  contactDeviationC: 0.1,
} as const;

/** What a body is like for good: the same person has the same whenever they pass. */
export interface Nature {
  /** See drawFeverRank. */
  feverRank: number;
  /** °C within, without a fever and with one. */
  healthyC: number;
  feverC: number;
  /** °C by which the skin is warmer than that of others. */
  skinAboveC: number;
}

export function drawNature(life: Random, feverRank: number): Nature {
  const healthyC = normal(life, figures.healthyC, figures.healthyDeviationC);
  return {
    feverRank,
    healthyC: Math.min(healthyC, feverFromC - 0.01),
    feverC: Math.min(feverFromC + exponential(life, figures.feverAboveC), figures.coreMaxC),
    skinAboveC: normal(life, 0, figures.personDeviationC),
  };
}

/** Temperatures of one person, before any gate rounds or judges them. */
export interface Body {
  /** °C in the mouth: the truth, which no gate knows. */
  coreC: number;
  feverish: boolean;
  /** What a guard's contact thermometer would show, in the armpit; null: there is no guard. */
  contactC: number | null;
  /** What the sensors of the gate show. */
  sensed: Pick<Reading, 'skinC' | 'ambientC' | 'more'>;
}

/** How somebody comes to a gate. `atH` is by the world's clock. */
export interface Coming {
  direction: Reading['direction'];
  atH: number;
}

/** The bodies in front of the sensors of one gate. */
export function createBodies(
  { clock, weather, fever, sensors, shares }: Pick<WorldProfile, 'clock' | 'weather' | 'fever' | 'sensors' | 'shares'>,
  random: Random,
): (nature: Nature, coming: Coming) => Body {
  const sensor = createSensor(sensors, clock.startsAtH, random);
  const placeC = normal(random, 0, figures.placeDeviationC);
  const readings = chance(random, shares.gatesWithFurtherReadings) ? 1 + screeningLimits.furtherReadingsMax : 1;

  return (nature, { direction, atH }) => {
    const feverish = nature.feverRank < feverShareAt(fever, atH - clock.startsAtH);
    const coreC = feverish ? nature.feverC : nature.healthyC;
    const airC = outdoorsC(weather, atH) + placeC;
    const { min, max } = direction === 'out' ? figures.goingOut : figures.comingIn;
    const fromTheAirC = between(random, min, max) * figures.perAmbientC * (airC - figures.comfortableC);
    const skinC = figures.skinC + (coreC - figures.healthyC) + nature.skinAboveC + fromTheAirC;
    const [first = null, ...more] = Array.from({ length: readings }, (_, place) => {
      const seenC = look(skinC, place, shares, random);
      return seenC === null ? null : sensor(seenC, airC, atH);
    });
    const contactC = coreC - figures.armpitBelowC + normal(random, 0, figures.contactDeviationC);
    const ambientC = airC + normal(random, 0, figures.ambientDeviationC);
    return {
      coreC,
      feverish,
      contactC: chance(random, shares.guardAbsent) ? null : contactC,
      sensed: { skinC: first, ambientC, ...(more.length > 0 && { more }) },
    };
  };
}

/** @param place in the row of readings, from 0. @returns null when nothing was seen. */
function look(skinC: number, place: number, shares: Shares, random: Random): number | null {
  if (chance(random, shares.withoutReading)) return null;
  const aboveC = figures.furtherAboveC[place - 1] ?? 0;
  return skinC + aboveC + normal(random, 0, figures.readingDeviationC);
}
