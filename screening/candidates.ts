import type { Gate } from './gate.ts';
import { type MeasuredSite, measuredSites, rounds } from './people.ts';
import type { Scores } from './rules.ts';
import {
  compareWith,
  type Estimate,
  fadingMean,
  lowerQuartile,
  median,
  spread,
  trend,
  upperTercile,
} from './window.ts';

/** An idea for the face of an array sensor, which sees the other sites too. Nothing here is shipped. */
export interface Candidate {
  id: string;
  /** Which of the four rounds are used. */
  rounds: readonly number[];
  /** What each site's deviation counts. */
  weights: Partial<Record<MeasuredSite, number>>;
  window: number;
  estimate: Estimate;
  /** In units of how much people differ, rather than in °C. */
  scaled?: boolean;
}

const oneRound: Candidate = { id: 'one round', rounds: [1], weights: { tmax: 1 }, window: 30, estimate: median };
const fourRounds: Candidate = { ...oneRound, id: 'four rounds', rounds };

export const candidates: readonly Candidate[] = [
  oneRound,
  { ...oneRound, id: 'the second alone', rounds: [2] },
  { ...oneRound, id: 'the third alone', rounds: [3] },
  { ...oneRound, id: 'the fourth alone', rounds: [4] },
  { ...oneRound, id: 'two rounds', rounds: [1, 2] },
  { ...oneRound, id: 'three rounds', rounds: [1, 2, 3] },
  fourRounds,
  { ...fourRounds, id: '.. of 20', window: 20 },
  { ...fourRounds, id: '.. of 15', window: 15 },
  { ...fourRounds, id: '.. of 50', window: 50 },
  { ...fourRounds, id: '.. fading mean', estimate: fadingMean },
  { ...fourRounds, id: '.. lower quartile', estimate: lowerQuartile },
  { ...fourRounds, id: '.. upper tercile', estimate: upperTercile },
  { ...fourRounds, id: '.. trend', estimate: trend },
  { ...fourRounds, id: '.. scaled by the spread', scaled: true },
  { ...fourRounds, id: '.. eyes alone', weights: { canthi: 1 } },
  { ...fourRounds, id: '.. face and eyes', weights: { tmax: 0.5, canthi: 0.5 } },
  { ...fourRounds, id: '.. less the forehead', weights: { tmax: 1.2, forehead: -0.2 } },
  { ...fourRounds, id: '.. all three', weights: { tmax: 0.8, canthi: 0.4, forehead: -0.2 } },
  { ...fourRounds, id: '.. all three, of 20', weights: { tmax: 0.8, canthi: 0.4, forehead: -0.2 }, window: 20 },
];

/** @returns along the passes; null for who lacks a site in every round. */
export function scoresOf(gate: Gate, candidate: Candidate): Scores {
  const sites = measuredSites.flatMap((site) => {
    const weight = candidate.weights[site];
    return weight === undefined ? [] : [{ weight, deviations: meanDeviations(gate, candidate, site) }];
  });
  return gate.people.map((_, pass) => {
    let score = 0;
    for (const { weight, deviations } of sites) {
      const deviation = deviations[pass] ?? null;
      if (deviation === null) return null;
      score += weight * deviation;
    }
    return score;
  });
}

function meanDeviations(gate: Gate, candidate: Candidate, site: MeasuredSite): Scores {
  const each = candidate.rounds.map((round) => {
    const readings = gate.readingsC(site, round);
    const { window, estimate, scaled } = candidate;
    const baselines = compareWith(readings, window, estimate);
    const spreads = scaled ? compareWith(readings, window, spread) : undefined;
    return readings.map((reading, pass) => {
      const baseline = baselines[pass] ?? null;
      return reading === null || baseline === null ? null : (reading - baseline) / (spreads?.[pass] ?? 1);
    });
  });
  return gate.people.map((_, pass) => {
    const known = each.flatMap((deviations) => deviations[pass] ?? []);
    return known.length === 0 ? null : known.reduce((sum, deviation) => sum + deviation, 0) / known.length;
  });
}
