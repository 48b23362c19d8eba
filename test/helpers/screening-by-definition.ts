/**
 * The screening rule, once more and from its definition (docs/architecture.md, "Screening"): reading − median of the
 * last 30 readings at this gate ≥ 0.8 °C; fewer than five readings: learning. Shares no code with the product, so that
 * the two can be compared; whole hundredths of a degree throughout.
 */
export interface Expected {
  gate: string;
  people: number;
  learning: number;
  withoutReading: number;
  /** Nobody measured the truth. */
  unknown: number;
  fever: number;
  feverAlerted: number;
  noFever: number;
  noFeverAlerted: number;
}

const limit = 80;
const windowReadings = 30;
const readingsMin = 5;
const feverFrom = 3750;

/** @param csv of skin and oral temperatures; every person once for each camera. @returns a gate for each camera, in order. */
export function expectedOf(csv: string): Expected[] {
  const [header = '', ...lines] = csv.trim().split('\n');
  const names = header.trim().split(',');
  const people = lines.map((line) => {
    const cells = line.trim().split(',');
    return (name: string) => cells[names.indexOf(name)] ?? '';
  });
  // 9:39:45 comes before 10:00:00.
  const timeOf = (cell: (name: string) => string) => `${cell('date')} ${cell('time').padStart(8, '0')}`;
  const gates = new Map<string, { expected: Expected; readings: number[] }>();
  for (const cell of people.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))) {
    const gate = `replay-${cell('camera').toLowerCase()}`;
    const known = gates.get(gate) ?? { expected: nobodyAt(gate), readings: [] };
    gates.set(gate, known);
    count(known.expected, inHundredths(firstReading(cell)), inHundredths(cell('oral_m')), known.readings);
  }
  return [...gates.values()].map(({ expected }) => expected);
}

function nobodyAt(gate: string): Expected {
  const none = { fever: 0, feverAlerted: 0, noFever: 0, noFeverAlerted: 0 };
  return { gate, people: 0, learning: 0, withoutReading: 0, unknown: 0, ...none };
}

function firstReading(cell: (name: string) => string): string {
  return [1, 2, 3, 4].map((round) => cell(`tmax_r${round}`)).find((text) => text !== '') ?? '';
}

function inHundredths(text: string): number | undefined {
  return text === '' ? undefined : Math.round(Number(text) * 100);
}

function count(expected: Expected, skin: number | undefined, oral: number | undefined, readings: number[]): void {
  const baseline = readings.length < readingsMin ? undefined : medianOf(readings.slice(-windowReadings));
  const alerted = skin !== undefined && baseline !== undefined && skin - baseline >= limit ? 1 : 0;
  expected.people += 1;
  if (skin === undefined) expected.withoutReading += 1;
  else if (baseline === undefined) expected.learning += 1;
  if (skin !== undefined) readings.push(skin);
  if (oral === undefined) {
    expected.unknown += 1;
  } else if (oral >= feverFrom) {
    expected.fever += 1;
    expected.feverAlerted += alerted;
  } else {
    expected.noFever += 1;
    expected.noFeverAlerted += alerted;
  }
}

/** Of an even number: the middle of the two, rounded half up. */
function medianOf(readings: readonly number[]): number {
  const sorted = readings.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return Math.floor((lower + upper) / 2 + 0.5);
}
