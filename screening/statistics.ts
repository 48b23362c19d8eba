/** A person as a rule saw them, and the truth. */
export interface Scored {
  feverish: boolean;
  /** The warmer, the likelier a fever. */
  score: number;
  /** Number of the day of measuring, from 0: what is resampled. */
  day: number;
}

/** How often each day counts, by its number. */
export type DayWeights = Uint32Array;

/** Scores from the highest down, so that one walk gives all figures under any weights; columns, for speed. */
export interface Ranked {
  scores: Float64Array;
  feverish: Uint8Array;
  days: Uint32Array;
}

export function rank(scored: readonly Scored[]): Ranked {
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  return {
    scores: Float64Array.from(sorted, ({ score }) => score),
    feverish: Uint8Array.from(sorted, ({ feverish }) => (feverish ? 1 : 0)),
    days: Uint32Array.from(sorted, ({ day }) => day),
  };
}

/** Shares from 0 to 1; NaN when nobody feverish, or nobody healthy, counts. */
export interface Figures {
  /** Area under the ROC curve: how likely somebody feverish scores above somebody healthy, equal scores half. */
  auc: number;
  sensitivity: number;
  falseAlarms: number;
}

/** @param limit too warm is at or above it. */
export function figuresUnder(ranked: Ranked, limit: number, weights?: DayWeights): Figures {
  const { scores, feverish, days } = ranked;
  const passes = scores.length;
  let fevers = 0;
  let healthy = 0;
  let tiedFevers = 0;
  let tiedHealthy = 0;
  let feversAtLimit = 0;
  let healthyAtLimit = 0;
  let twiceTheArea = 0;
  for (let index = 0; index < passes; index += 1) {
    const weight = weights ? (weights[days[index] ?? 0] ?? 0) : 1;
    if (feverish[index] === 1) tiedFevers += weight;
    else tiedHealthy += weight;
    const score = scores[index] ?? 0;
    if (index + 1 < passes && scores[index + 1] === score) continue;
    twiceTheArea += tiedHealthy * (2 * fevers + tiedFevers);
    fevers += tiedFevers;
    healthy += tiedHealthy;
    tiedFevers = 0;
    tiedHealthy = 0;
    if (score >= limit) {
      feversAtLimit = fevers;
      healthyAtLimit = healthy;
    }
  }
  return {
    auc: twiceTheArea / (2 * fevers * healthy),
    sensitivity: feversAtLimit / fevers,
    falseAlarms: healthyAtLimit / healthy,
  };
}

/** A point of the ROC curve: of the feverish and of the healthy, the shares at or above a limit. */
export interface RocPoint {
  limit: number;
  sensitivity: number;
  falseAlarms: number;
}

/** A point for each score, from the highest down; equal scores are one point. */
export function rocCurve({ scores, feverish }: Ranked): RocPoint[] {
  const feverishInAll = feverish.reduce((sum, one) => sum + one, 0);
  const healthyInAll = scores.length - feverishInAll;
  const points: RocPoint[] = [];
  let found = 0;
  scores.forEach((limit, index) => {
    found += feverish[index] ?? 0;
    if (scores[index + 1] === limit) return;
    points.push({
      limit,
      sensitivity: found / feverishInAll,
      falseAlarms: (index + 1 - found) / healthyInAll,
    });
  });
  return points;
}

/** The lowest limit with no more than that share of false alarms. */
export function pointWithin(curve: readonly RocPoint[], falseAlarmsMax: number): RocPoint {
  const within = curve.findLast((point) => point.falseAlarms <= falseAlarmsMax);
  return within ?? { limit: Number.POSITIVE_INFINITY, sensitivity: 0, falseAlarms: 0 };
}

/** Of a sample in any order, interpolated. What is NaN is left out. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
