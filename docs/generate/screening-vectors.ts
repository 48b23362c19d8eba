import { defaultConfig } from '../../domain/messages/config.ts';
import { deviationC } from '../../domain/screening/rounds.ts';
import { addReadings, comparisonOf, emptyScreening, startDay } from '../../domain/screening/screening-state.ts';
import { chance, normal, type Random, seededRandom } from '../../domain/seeded-random.ts';

/** One pass of a gate of the vectors: what its sensors give, and on which local day. °C. */
interface Sensed {
  day: string;
  ambientC: number | null;
  /** One, or several of the same person; null: not a plausible one. */
  skinC: readonly (number | null)[];
  isRecheck?: boolean;
}

const [sunday, monday, tuesday] = ['2026-11-22', '2026-11-23', '2026-11-24'];
const placesMax = 4;
const limitC = defaultConfig.limitC.face;

/** People before a sensor that is off by so much. */
function people(random: Random, day: string, count: number, offC: (index: number) => number, ambientC = 20): Sensed[] {
  return Array.from({ length: count }, (_, index) => ({
    day,
    ambientC,
    skinC: [hundredths(normal(random, 35.5, 0.38) + offC(index))],
  }));
}

const hundredths = (celsius: number) => Math.round(celsius * 100) / 100;
const nothing = () => 0;
const same = (day: string, count: number) =>
  Array.from({ length: count }, (): Sensed => ({ day, ambientC: 20, skinC: [35.5] }));

function severalReadings(random: Random): Sensed[] {
  const read = () => (chance(random, 0.1) ? null : hundredths(normal(random, 35.5, 0.38)));
  return Array.from({ length: 60 }, (_, index) => ({
    day: index < 40 ? sunday : monday,
    ambientC: chance(random, 0.1) ? null : 20,
    skinC: Array.from({ length: 1 + Math.floor(random() * placesMax) }, read),
    isRecheck: chance(random, 0.05),
  }));
}

/** Each a gate that begins with nothing, and what happens at it. */
const gates: Record<string, (random: Random) => Sensed[]> = {
  days: (random) => [...people(random, sunday, 6, nothing), ...people(random, monday, 34, nothing)],
  'clock-set-back': (random) => [
    ...people(random, monday, 8, nothing),
    ...people(random, sunday, 4, nothing),
    ...people(random, monday, 2, nothing),
    ...people(random, tuesday, 6, nothing),
  ],
  'several-readings': severalReadings,
  stuck: (random) => [
    ...people(random, sunday, 12, nothing),
    ...same(sunday, 12),
    ...same(monday, 4),
    ...people(random, monday, 12, nothing),
  ],
  sun: (random) => [
    ...people(random, sunday, 36, nothing),
    ...people(random, sunday, 30, (index) => Math.min(3, index / 6)),
    ...people(random, sunday, 50, () => 1.5),
  ],
  drift: (random) => [
    ...people(random, sunday, 30, nothing),
    ...people(random, monday, 32, () => -2.5),
    ...people(random, monday, 50, () => -1.2),
  ],
  frost: (random) => [...people(random, sunday, 30, nothing), ...people(random, monday, 32, () => -2.5, -2)],
  fall: (random) => [...people(random, sunday, 36, nothing), ...people(random, sunday, 60, () => -1.8)],
  noise: (random) => [
    ...people(random, sunday, 36, nothing),
    ...people(random, sunday, 80, () => normal(random, 0, 1.6)),
    ...people(random, sunday, 50, nothing),
  ],
};

const columns = [
  ...['gate', 'day', 'recheck', 'limit_c', 'ambient_c'],
  ...numbered('skin_c'),
  ...numbered('baseline_c'),
  ...['deviation_c', 'sensor_fault'],
];

function numbered(name: string): string[] {
  return Array.from({ length: placesMax }, (_, place) => `${name}_${place + 1}`);
}

/**
 * Whole days of gates, a pass a line: what the sensors gave, and what our own code compares it with. An empty cell is
 * null, or a reading that was not taken.
 */
export function screeningVectors(): string {
  const rows = Object.entries(gates).flatMap(([gate, happens]) =>
    rowsOf(gate, happens(seededRandom(`vectors ${gate}`))),
  );
  return [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

function rowsOf(gate: string, passes: readonly Sensed[]): string[][] {
  let state = emptyScreening;
  return passes.map(({ day, ambientC, skinC, isRecheck }) => {
    state = startDay(state, day);
    const { baselineC, moreBaselinesC, sensorFault } = comparisonOf(state);
    const [first = null, ...others] = skinC;
    const more = others.map((further, index) => ({ skinC: further, baselineC: moreBaselinesC[index] ?? null }));
    const pass = { skinC: first, baselineC, more, ambientC, ...(isRecheck && { recheckOf: {} }) };
    state = addReadings(state, pass, limitC);
    return [
      ...[gate, day, isRecheck ? 'yes' : '', cell(limitC), cell(ambientC)],
      ...Array.from({ length: placesMax }, (_, place) => cell(skinC[place] ?? null)),
      ...[baselineC, ...moreBaselinesC].map(cell),
      ...[cell(deviationC(pass)), sensorFault ?? ''],
    ];
  });
}

function cell(celsius: number | null): string {
  return celsius === null ? '' : celsius.toFixed(2);
}
