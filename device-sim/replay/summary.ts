import { isAboutWarmth } from '../../domain/judgement.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { feverFromC } from '../world/bodies.ts';
import type { RecordedPerson } from './recording.ts';

/** What a gate made of a recorded person; no pass when it did not take them on. */
export interface Outcome {
  person: RecordedPerson;
  gate: string;
  pass: Pass | undefined;
}

/** By a thermometer in the mouth. False also for those whose truth nobody knows: `unknown` counts them. */
export function isFeverish({ oralC }: RecordedPerson): boolean {
  return oralC !== null && oralC >= feverFromC;
}

/** People with a fever, or without: how many raised an alert. */
interface Outcomes {
  people: number;
  alerted: number;
  notAlerted: number;
}

export interface ReplaySummary {
  /** A gate, or `all`: each person at each gate. */
  gate: string;
  people: number;
  fever: Outcomes;
  noFever: Outcomes;
  /** Not compared with anything: the gate had no baseline yet, and asked for another look. */
  learning: number;
  /** No round gave a reading. */
  withoutReading: number;
  /** Nobody measured the truth: in neither `fever` nor `noFever`. */
  unknown: number;
  /** Not taken on by the gate. */
  notTaken: number;
}

/** Identity of a pass over all gates, as alerts name it too. */
export function passId(gate: string, { epoch, seq }: { epoch: string; seq: number }): string {
  return `${gate}#${epoch}#${seq}`;
}

/**
 * How the replayed people fared.
 * @param isAlerted whether a person raised an alert: by what the gate decided, or by what the guards heard.
 */
export function summarise(
  gate: string,
  outcomes: readonly Outcome[],
  isAlerted: (outcome: Outcome) => boolean,
): ReplaySummary {
  const known = outcomes.filter(({ person, pass }) => person.oralC !== null && pass);
  const count = (test: (outcome: Outcome) => boolean, among = outcomes) => among.filter(test).length;
  const group = (fever: boolean): Outcomes => {
    const people = known.filter(({ person }) => isFeverish(person) === fever);
    const alerted = count(isAlerted, people);
    return { people: people.length, alerted, notAlerted: people.length - alerted };
  };
  return {
    gate,
    people: outcomes.length,
    fever: group(true),
    noFever: group(false),
    learning: count(({ pass }) => pass?.reason === 'learning'),
    withoutReading: count(({ person }) => person.skinC === null),
    unknown: count(({ person }) => person.oralC === null),
    notTaken: count(({ pass }) => !pass),
  };
}

/** The gate decided that this person is too warm. */
export function alertedByGate({ pass }: Outcome): boolean {
  return pass !== undefined && isAboutWarmth(pass.reason);
}

/** One line for people. */
export function describeSummary({ gate, people, fever, noFever, ...rest }: ReplaySummary): string {
  const asides = [
    rest.learning > 0 && `${rest.learning} while the gate was learning`,
    rest.withoutReading > 0 && `${rest.withoutReading} without a reading`,
    rest.unknown > 0 && `${rest.unknown} whose truth nobody measured`,
    rest.notTaken > 0 && `${rest.notTaken} not taken on`,
  ].filter((aside) => aside !== false);
  return [
    `${gate}: ${people} people; with a fever (oral ≥ ${feverFromC} °C) ${fever.people}:`,
    `${fever.alerted} raised an alert, ${fever.notAlerted} did not;`,
    `without ${noFever.people}: ${noFever.alerted} raised an alert, ${noFever.notAlerted} did not`,
    asides.length > 0 ? `(${asides.join(', ')})` : '',
  ].join(' ');
}
