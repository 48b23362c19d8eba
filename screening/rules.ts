import { defaultConfig } from '../domain/messages/config.ts';
import type { Site } from '../domain/messages/fields.ts';
import { toHundredths } from '../domain/screening/baseline.ts';
import { meanDeviationC } from '../domain/screening/rounds.ts';
import type { Gate } from './gate.ts';
import { isFeverish, type MeasuredSite, type Person, rounds } from './people.ts';

/** The contract's site, and the columns of the file that an array sensor or a spot sensor would give. */
const columnOf = { face: 'tmax', forehead: 'forehead' } satisfies Record<Site, MeasuredSite>;
export const siteNames: readonly Site[] = ['face', 'forehead'];

/** Along the passes, in hundredths of °C: the warmer, the likelier a fever. Null: the rule cannot tell. */
export type Scores = readonly (number | null)[];

export interface Rule {
  id: string;
  about: string;
  /** Where it applies. */
  sites: readonly Site[];
  scores(gate: Gate, site: Site): Scores;
  /** Too warm is at or above it; in °C, of the score. @param people of this camera, as measured. */
  limitC(site: Site, people: readonly Person[]): number;
}

const firstRound = 1;

/** A fixed limit is as well chosen as it can be: on these very people, for this sensitivity. */
const fixedLimitSensitivity = 0.8;

const fixed: Rule = {
  id: 'fixed',
  sites: siteNames,
  about: 'one reading, a fixed limit that finds 80 % of these very fevers while the camera is calibrated',
  scores: (gate, site) =>
    gate.readingsC(columnOf[site], firstRound).map((value) => (value === null ? null : toHundredths(value))),
  limitC: (site, people) => {
    const place = rounds.indexOf(firstRound);
    const fevers = people.filter(isFeverish).flatMap(({ readings }) => readings[columnOf[site]][place] ?? []);
    const sorted = fevers.toSorted((a, b) => b - a);
    return (sorted[Math.ceil(fixedLimitSensitivity * sorted.length) - 1] ?? 0) / 100;
  },
};

const shipped: Rule = {
  id: 'shipped',
  sites: siteNames,
  about: 'one reading above the median of 30: what gates and cloud do, at the default D',
  scores: (gate, site) => deviationsOf(gate, columnOf[site], [firstRound]),
  limitC: (site) => defaultConfig.limitC[site],
};

const shippedLower: Rule = {
  ...shipped,
  id: 'shipped-lower',
  about: 'the same at D = 0.6 (face) and 0.5 (forehead)',
  limitC: (site) => ({ face: 0.6, forehead: 0.5 })[site],
};

const fourRounds: Rule = {
  id: 'four-rounds',
  sites: siteNames,
  about: 'the mean of four readings of the same few seconds, each above its own median of 30',
  scores: (gate, site) => meanOfRounds(gate, columnOf[site]),
  limitC: () => 0.7,
};

/** Chosen among others by `--choose`; little depends on them (docs/decisions/0012). */
const arrayWeights: readonly (readonly [MeasuredSite, number])[] = [
  ['tmax', 0.8],
  ['canthi', 0.4],
  ['forehead', -0.2],
];

const array: Rule = {
  id: 'array',
  about: 'the same of the face and the eyes, less a little of the forehead, which the cold reaches first',
  sites: ['face'],
  scores: (gate) => {
    const each = arrayWeights.map(([site, weight]) => ({ weight, deviations: meanOfRounds(gate, site) }));
    return gate.people.map((_, pass) => {
      const terms = each.flatMap(({ weight, deviations }) => {
        const deviation = deviations[pass] ?? null;
        return deviation === null ? [] : [weight * deviation];
      });
      return terms.length < each.length ? null : Math.round(terms.reduce((sum, term) => sum + term));
    });
  },
  limitC: () => 0.75,
};

export const rules: readonly Rule[] = [fixed, shipped, shippedLower, fourRounds, array];

function meanOfRounds(gate: Gate, site: MeasuredSite): Scores {
  return deviationsOf(gate, site, rounds);
}

/** Somebody's mean deviation over some of the rounds. */
function deviationsOf(gate: Gate, site: MeasuredSite, some: readonly number[]): Scores {
  const readings = some.map((round) => gate.readingsC(site, round));
  const baselines = some.map((round) => gate.baselinesC(site, round));
  return gate.people.map((_, pass) => {
    const at = (values: readonly (number | null)[]) => values[pass] ?? null;
    const deviationC = meanDeviationC(readings.map(at), baselines.map(at));
    return deviationC === null ? null : toHundredths(deviationC);
  });
}
