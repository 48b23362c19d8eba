import { UsageError } from '../domain/errors.ts';
import { wireLimits } from '../domain/limits/wire.ts';
import { toHundredths } from '../domain/screening/baseline.ts';

/** Where the camera looked: the maximum of the face, the forehead, the inner corners of the eyes. */
export const measuredSites = ['tmax', 'forehead', 'canthi'] as const;
export type MeasuredSite = (typeof measuredSites)[number];

/** Readings of one person, one after the other. */
export const rounds: readonly number[] = [1, 2, 3, 4];

/** One person in front of one camera. Temperatures in whole hundredths of °C; null where there was no valid reading. */
export interface Person {
  subject: string;
  camera: string;
  /** `YYYY-MM-DD`: people of one day share the room and the camera's state, so days are what is resampled. */
  day: string;
  time: string;
  readings: Record<MeasuredSite, readonly (number | null)[]>;
  /** By an oral thermometer: the truth. */
  oral: number;
}

const feverFrom = toHundredths(37.5);
export const isFeverish = ({ oral }: Person): boolean => oral >= feverFrom;

const oralRangeC = { min: 30, max: 45 } as const;
const skinRangeC = { min: wireLimits.skinMinC, max: wireLimits.skinMaxC } as const;

const columnsNeeded = [
  ...['subject', 'date', 'time', 'camera', 'oral_m'],
  ...measuredSites.flatMap((site) => rounds.map((round) => columnOf(site, round))),
];

function columnOf(site: MeasuredSite, round: number): string {
  return `${site}_r${round}`;
}

/** As editors count: the first line holds the names. */
const firstLineOfPeople = 2;

/** A line of the file and how to say where a mistake is. */
interface Row {
  cell(column: string): string;
  refuse(column: string, wants: string): never;
}

/**
 * Reads people from a CSV, strictly: a cell that cannot be what its column says is a UsageError with its line. Rows
 * without a true temperature are left out. A skin temperature out of range is no reading, as at a gate.
 * @returns in the order in which they were measured.
 */
export function readPeople(csv: string): Person[] {
  const [header = '', ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = header.split(',').map((name) => name.trim());
  const missing = columnsNeeded.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UsageError(`The first line lacks the columns ${missing.join(', ')}.`);
  refuseDoubles(lines);
  const people = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    return readPerson(rowOf(line, index + firstLineOfPeople, columns));
  });
  return people.toSorted((a, b) => compare(whenOf(a), whenOf(b)));
}

function rowOf(line: string, number: number, columns: readonly string[]): Row {
  const cells = line.split(',').map((text) => text.trim());
  if (cells.length !== columns.length) {
    throw new UsageError(`Line ${number} has ${cells.length} cells, the first line has ${columns.length}.`);
  }
  const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
  const refuse = (column: string, wants: string) => {
    throw new UsageError(`Line ${number}, ${column}: "${cell(column)}" is not ${wants}.`);
  };
  return { cell, refuse };
}

function readPerson(row: Row): Person[] {
  const oral = readTemperature(row, 'oral_m');
  if (oral === null) return [];
  if (oral < toHundredths(oralRangeC.min) || oral > toHundredths(oralRangeC.max)) {
    row.refuse('oral_m', `a body temperature from ${oralRangeC.min} to ${oralRangeC.max} °C`);
  }
  const readSite = (site: MeasuredSite) => rounds.map((round) => readSkin(row, columnOf(site, round)));
  return [
    {
      subject: readText(row, 'subject', /^.+$/, 'a subject'),
      camera: readText(row, 'camera', /^[\w .-]{1,40}$/, 'a name of letters, digits, points and hyphens'),
      day: readText(row, 'date', /^\d{4}-\d\d-\d\d$/, 'a day like 2016-11-17'),
      time: readText(row, 'time', /^\d{1,2}:\d\d:\d\d$/, 'a time like 9:05:00').padStart(8, '0'),
      readings: { tmax: readSite('tmax'), forehead: readSite('forehead'), canthi: readSite('canthi') },
      oral,
    },
  ];
}

function readText(row: Row, column: string, form: RegExp, wants: string): string {
  const text = row.cell(column);
  return form.test(text) ? text : row.refuse(column, wants);
}

function readSkin(row: Row, column: string): number | null {
  const skin = readTemperature(row, column);
  const valid = skin !== null && skin >= toHundredths(skinRangeC.min) && skin <= toHundredths(skinRangeC.max);
  return valid ? skin : null;
}

function readTemperature(row: Row, column: string): number | null {
  const text = row.cell(column);
  if (text === '') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? toHundredths(Number(text)) : row.refuse(column, 'a number of °C, or nothing');
}

/** A line copied twice would count somebody twice; the same subject measured twice is no mistake. */
function refuseDoubles(lines: readonly string[]): void {
  const numberOf = new Map<string, number>();
  lines.forEach((line, index) => {
    const number = index + firstLineOfPeople;
    const before = numberOf.get(line);
    if (before !== undefined && line.trim() !== '') throw new UsageError(`Line ${number} is line ${before} again.`);
    numberOf.set(line, number);
  });
}

const whenOf = ({ day, time }: Person): string => `${day} ${time}`;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
