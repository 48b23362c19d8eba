import { seededRandom } from '../domain/seeded-random.ts';
import { type Interval, interval95, resampleDays } from './bootstrap.ts';
import { type Candidate, candidates, scoresOf } from './candidates.ts';
import { camerasOf, type EvaluateOptions, falseAlarmsBorne, gateOf, judged, numberDays } from './evaluate.ts';
import type { Person } from './people.ts';
import {
  type DayWeights,
  type Figures,
  figuresUnder,
  pointWithin,
  type Ranked,
  rank,
  rocCurve,
  type Scored,
} from './statistics.ts';

/** Days are dealt into so many parts; each is judged by what the others taught. */
export const folds = 10;

/** How a candidate, or the choice among all, did on days that had no say in its limit, nor in the choice. */
export interface Choice {
  camera: string;
  candidate: string;
  /** In how many of the folds it was the choice; null for the choice itself. */
  chosenIn: number | null;
  heldOut: Figures;
  /** AUC above that of one round, the first candidate. */
  gain: number;
  interval: { auc: Interval; gain: Interval; sensitivity: Interval; falseAlarms: Interval };
}

/** Everybody, with all disturbances on, as each candidate scores them; in the order of `candidates`. */
type CameraScores = readonly (readonly Scored[])[];

/**
 * Nested cross-validation over days, with all disturbances on. The inner step takes the candidate of the best mean AUC
 * over all cameras (a gate does not know which it has) and, for each camera, the lowest limit with at most 50 false
 * alarms per 1,000; the outer step judges both on the days that were left out.
 */
export function choose(people: readonly Person[], { seed, draws }: EvaluateOptions): Choice[] {
  const dayOf = numberDays(people);
  const foldOf = dealDays(dayOf.size, seed);
  const resampled = resampleDays(dayOf.size, draws, seed);
  const cameras = camerasOf(people).map((camera) => ({ camera, scored: scoreCamera(camera, people, dayOf, seed) }));
  const chosen = Array.from({ length: folds }, (_, fold) =>
    bestWithout(
      fold,
      cameras.map(({ scored }) => scored),
      foldOf,
    ),
  );
  return cameras.flatMap(({ camera, scored }) => {
    const held = scored.map((one) => chosen.map((_, fold) => overItsLimit(one, fold, foldOf)));
    const oneRound = rank(held[0]?.flat() ?? []);
    const alone = candidates.map(({ id }, index) => {
      const chosenIn = chosen.filter((best) => best === index).length;
      return { camera, candidate: id, chosenIn, ...summarise(held[index]?.flat() ?? [], oneRound, resampled) };
    });
    const asChosen = chosen.flatMap((best, fold) => held[best]?.[fold] ?? []);
    return [...alone, { camera, candidate: 'the choice', chosenIn: null, ...summarise(asChosen, oneRound, resampled) }];
  });
}

/** @returns the fold of each day, by its number. */
function dealDays(days: number, seed: number): number[] {
  const random = seededRandom(`${seed}/folds`);
  const shuffled = Array.from({ length: days }, (_, day) => ({ day, key: random() })).toSorted((a, b) => a.key - b.key);
  const foldOf: number[] = [];
  shuffled.forEach(({ day }, place) => {
    foldOf[day] = place % folds;
  });
  return foldOf;
}

function scoreCamera(
  camera: string,
  people: readonly Person[],
  dayOf: ReadonlyMap<string, number>,
  seed: number,
): CameraScores {
  const ofCamera = people.filter((person) => person.camera === camera);
  const gate = gateOf(ofCamera, 'all', seed);
  return candidates.map((candidate: Candidate) => judged(gate, scoresOf(gate, candidate), dayOf));
}

/** @returns the place among the candidates of the one that does best on all days but those of the fold. */
function bestWithout(fold: number, cameras: readonly CameraScores[], foldOf: readonly number[]): number {
  const aucs = candidates.map((_, index) => {
    const each = cameras.map((scored) => {
      const learnt = (scored[index] ?? []).filter(({ day }) => foldOf[day] !== fold);
      return figuresUnder(rank(learnt), 0).auc;
    });
    return each.reduce((sum, auc) => sum + auc, 0) / each.length;
  });
  return aucs.indexOf(Math.max(...aucs));
}

/** The people of a fold, their scores counted from the limit that all other folds taught. */
function overItsLimit(scored: readonly Scored[], fold: number, foldOf: readonly number[]): Scored[] {
  const learnt = scored.filter(({ day }) => foldOf[day] !== fold);
  const { limit } = pointWithin(rocCurve(rank(learnt)), falseAlarmsBorne);
  return scored.filter(({ day }) => foldOf[day] === fold).map((one) => ({ ...one, score: one.score - limit }));
}

function summarise(heldOut: readonly Scored[], oneRound: Ranked, resampled: readonly DayWeights[]) {
  const ranked = rank(heldOut);
  const figuresAt = (weights?: DayWeights) => {
    const figures = figuresUnder(ranked, 0, weights);
    return { ...figures, gain: figures.auc - figuresUnder(oneRound, 0, weights).auc };
  };
  const { gain, ...figures } = figuresAt();
  const draws = resampled.map(figuresAt);
  return {
    heldOut: figures,
    gain,
    interval: {
      auc: interval95(draws.map((draw) => draw.auc)),
      gain: interval95(draws.map((draw) => draw.gain)),
      sensitivity: interval95(draws.map((draw) => draw.sensitivity)),
      falseAlarms: interval95(draws.map((draw) => draw.falseAlarms)),
    },
  };
}
