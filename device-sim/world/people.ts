import type { ShownCode } from '../../domain/messages/pass.ts';
import { chance, normal, type Random, seededRandom } from '../../domain/seeded-random.ts';
import type { Reading } from '../gate/screen.ts';

/** Somebody at a gate, and what only the world knows of them. */
export interface Person {
  /** The truth, which no gate knows. */
  feverish: boolean;
  reading: Reading;
}

/**
 * What people and sensors are like. Face temperatures follow 1,083 readings of 547 people with two cameras, whose
 * fever was found with an oral thermometer (PhysioNet, Wang et al. 2023): 35.6 ± 0.4 °C without, 36.85 ± 0.65 °C
 * with a fever of 37.5 °C or more, at 23 °C.
 */
const skin = {
  healthyC: 35.6,
  healthyDeviationC: 0.38,
  feverishC: 36.85,
  feverishDeviationC: 0.63,
  /** From one sensor to the next. */
  sensorDeviationC: 0.3,
  /** Skin follows the air by so much a degree. */
  perAmbientC: 0.06,
  comfortableC: 23,
} as const;

const shares = {
  withoutReading: 0.003,
  withoutCode: 0.04,
  yellow: 0.004,
  red: 0.001,
} as const;

/** Residents of one community; who passes is one of them, so codes come again. */
const residents = 3_000;

export interface CrowdOptions {
  /** Whatever it says, the same seed gives the same people. */
  seed: string;
  community: string;
  /** From 0 to 1. The design figure is one in 200. */
  feverShare: number;
}

/** The people in front of one gate, one after the other. */
export function createCrowd({ seed, community, feverShare }: CrowdOptions, random: Random): () => Person {
  const sensorOffsetC = normal(random, 0, skin.sensorDeviationC);
  const outdoorsC = normal(random, 18, 5);
  return () => {
    const feverish = chance(random, feverShare);
    const ambientC = outdoorsC + normal(random, 0, 0.5);
    const bodyC = feverish
      ? normal(random, skin.feverishC, skin.feverishDeviationC)
      : normal(random, skin.healthyC, skin.healthyDeviationC);
    const skinC = bodyC + sensorOffsetC + skin.perAmbientC * (ambientC - skin.comfortableC);
    return {
      feverish,
      reading: {
        direction: chance(random, 0.5) ? 'in' : 'out',
        site: 'face',
        skinC: chance(random, shares.withoutReading) ? null : skinC,
        ambientC,
        code: drawCode(random, seed, community),
      },
    };
  };
}

/** The provider's opaque code of one of the residents: the same person shows the same code with the same status. */
function drawCode(random: Random, seed: string, community: string): ShownCode | null {
  const resident = Math.floor(random() * residents);
  if (chance(random, shares.withoutCode)) return null;
  const life = seededRandom(`${seed}/${community}/${resident}`);
  const text = Array.from({ length: 4 }, () => Math.floor(life() * 2 ** 32).toString(36)).join('');
  const fate = life();
  const status = fate < shares.red ? 'red' : fate < shares.red + shares.yellow ? 'yellow' : 'green';
  return { form: 'provider', text, status };
}
