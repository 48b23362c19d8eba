import { UsageError } from '../../domain/errors.ts';

/** A person who was measured: skin by a camera, fever by a thermometer. */
export interface RecordedPerson {
  subject: string;
  camera: string;
  /** °C, maximum of the face in the first round that has one; null: none has. */
  skinC: number | null;
  ambientC: number | null;
  /** °C in the mouth: the truth. null: not measured, so nobody knows. */
  oralC: number | null;
}

/**
 * Rounds in the order in which they were taken. A gate takes one reading of a person: the first that there is.
 * An average of four would flatter the gate.
 */
const faceColumns = ['tmax_r1', 'tmax_r2', 'tmax_r3', 'tmax_r4'] as const;
const columns = ['subject', 'date', 'time', 'camera', 'ambient', 'oral_m', ...faceColumns] as const;

/**
 * Reads recorded readings: CSV with a header, one line a person and camera. Columns that are not needed may be there.
 * @returns people in the order in which they were measured, whatever the order of the lines.
 * @throws UsageError that names the line and what is wrong with it.
 */
export function parseRecording(csv: string, name: string): RecordedPerson[] {
  const [header = '', ...lines] = csv.split(/\r?\n/);
  const names = header.split(',');
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new UsageError(`${name} is no recording of readings: it has no column ${missing.join(', ')}.`);
  }
  const people = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [parseLine(names, line, `${name}, line ${index + 2}`)],
  );
  if (people.length === 0) throw new UsageError(`${name} holds nobody.`);
  return people.toSorted((a, b) => (a.measuredAt < b.measuredAt ? -1 : 1)).map(({ person }) => person);
}

function parseLine(names: readonly string[], line: string, where: string) {
  const cells = line.split(',');
  if (cells.length !== names.length) {
    throw new UsageError(`${where} has ${cells.length} cells, the header has ${names.length}.`);
  }
  const cell = (name: (typeof columns)[number]) => cells[names.indexOf(name)]?.trim() ?? '';
  const celsius = (name: (typeof columns)[number]) => {
    const text = cell(name);
    if (text === '') return null;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new UsageError(`${where}: ${name} is "${text}", which is no temperature.`);
  };
  const person: RecordedPerson = {
    subject: cell('subject'),
    camera: cell('camera'),
    skinC: faceColumns.map(celsius).find((value) => value !== null) ?? null,
    ambientC: celsius('ambient'),
    oralC: celsius('oral_m'),
  };
  // Hours of one digit occur: 9:39:45.
  return { person, measuredAt: `${cell('date')} ${cell('time').padStart('00:00:00'.length, '0')}` };
}
