import type { Site } from '../domain/messages/fields.ts';
import { toHundredths } from '../domain/screening/baseline.ts';
import { type Interval, interval95, resampleDays } from './bootstrap.ts';
import { createGate, type Gate } from './gate.ts';
import { isFeverish, type Person } from './people.ts';
import { rules, type Scores, siteNames } from './rules.ts';
import { type Scenario, scenarios, shiftsOf } from './scenarios.ts';
import {
  type DayWeights,
  figuresUnder,
  pointWithin,
  type RocPoint,
  rank,
  rocCurve,
  type Scored,
} from './statistics.ts';
import { streamPast } from './stream.ts';

/** What guards can bear, and the goal: no more false alarms than this share of the healthy. */
export const falseAlarmsBorne = 0.05;

/** A fever beyond doubt. */
const highFeverFrom = toHundredths(38);

/** One line of the table. Shares are from 0 to 1. */
export interface Result {
  camera: string;
  site: Site;
  rule: string;
  scenario: Scenario;
  limitC: number;
  /** People who could be judged; each of them passes several times. */
  feverish: number;
  healthy: number;
  auc: number;
  sensitivity: number;
  falseAlarmsPer1000: number;
  /** 95 %, from resampled days. */
  interval: { auc: Interval; sensitivity: Interval; falseAlarmsPer1000: Interval };
  /** Of oral 38 °C and more; null when nobody had that. */
  sensitivityFrom38: number | null;
  /** At the best limit with at most 50 false alarms per 1,000 of these very passes: flatters, serves to compare rules. */
  sensitivityAt50: number;
  curve: readonly RocPoint[];
}

export interface EvaluateOptions {
  seed: number;
  /** Bootstrap draws. */
  draws: number;
}

/** @param people as read from a file; every camera in it is evaluated. */
export function evaluate(people: readonly Person[], { seed, draws }: EvaluateOptions): Result[] {
  return camerasOf(people).flatMap((camera) => {
    const ofCamera = people.filter((person) => person.camera === camera);
    const dayOf = numberDays(ofCamera);
    const resampled = resampleDays(new Set(dayOf.values()).size, draws, seed);
    const gates = scenarios.map((scenario) => ({ scenario, gate: gateOf(ofCamera, scenario, seed) }));
    return siteNames.flatMap((site) =>
      rules
        .filter((rule) => rule.sites.includes(site))
        .flatMap((rule) =>
          gates.map(({ scenario, gate }) => {
            const limitC = rule.limitC(site, ofCamera);
            const measured = measure(gate, rule.scores(gate, site), { limitC, dayOf, resampled });
            return { camera, site, rule: rule.id, scenario, limitC, ...measured };
          }),
        ),
    );
  });
}

export function camerasOf(people: readonly Person[]): string[] {
  return [...new Set(people.map(({ camera }) => camera))].toSorted();
}

/** The gate of one camera; all its people pass, again and again. */
export function gateOf(people: readonly Person[], scenario: Scenario, seed: number): Gate {
  const passing = streamPast(people, seed);
  return createGate(passing, shiftsOf(scenario, passing.length, seed, people[0]?.camera ?? ''));
}

/** Days by their order in the file. */
export function numberDays(people: readonly Person[]): Map<string, number> {
  return new Map([...new Set(people.map(({ day }) => day))].toSorted().map((day, number) => [day, number]));
}

/** Who could be judged, pass by pass. */
export function judged(
  gate: Gate,
  scores: Scores,
  dayOf: ReadonlyMap<string, number>,
): (Scored & { person: Person })[] {
  return gate.people.flatMap((person, pass) => {
    const score = scores[pass] ?? null;
    if (score === null) return [];
    return [{ person, feverish: isFeverish(person), score, day: dayOf.get(person.day) ?? 0 }];
  });
}

interface MeasureOptions {
  limitC: number;
  dayOf: ReadonlyMap<string, number>;
  resampled: readonly DayWeights[];
}

function measure(gate: Gate, scores: Scores, { limitC, dayOf, resampled }: MeasureOptions) {
  const all = judged(gate, scores, dayOf);
  const ranked = rank(all);
  const limit = toHundredths(limitC);
  const { auc, sensitivity, falseAlarms } = figuresUnder(ranked, limit);
  const draws = resampled.map((weights) => figuresUnder(ranked, limit, weights));
  const people = [...new Set(all.map(({ person }) => person))];
  const feverish = people.filter(isFeverish).length;
  const high = all.filter(({ person }) => person.oral >= highFeverFrom);
  const curve = rocCurve(ranked);
  return {
    feverish,
    healthy: people.length - feverish,
    auc,
    sensitivity,
    falseAlarmsPer1000: 1_000 * falseAlarms,
    interval: {
      auc: interval95(draws.map((draw) => draw.auc)),
      sensitivity: interval95(draws.map((draw) => draw.sensitivity)),
      falseAlarmsPer1000: interval95(draws.map((draw) => 1_000 * draw.falseAlarms)),
    },
    sensitivityFrom38: high.length === 0 ? null : high.filter(({ score }) => score >= limit).length / high.length,
    sensitivityAt50: pointWithin(curve, falseAlarmsBorne).sensitivity,
    curve,
  };
}
