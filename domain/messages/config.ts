import * as z from 'zod';
import { gateLimits } from '../limits/gates.ts';
import { screeningLimits } from '../limits/screening.ts';
import { wireLimits } from '../limits/wire.ts';
import { configVersion, contactC, hundredths, instant, type Site } from './fields.ts';

const aboveBaselineC = hundredths(0.1, 5);
const perSite = z.object({ face: aboveBaselineC, forehead: aboveBaselineC } satisfies Record<
  Site,
  typeof aboveBaselineC
>);

/** How a gate treats codes; a community's choice. */
const codeRules = z.object({
  needed: z.boolean().describe('without a code a guard has to look'),
  listsAgeMaxS: z
    .int()
    .min(gateLimits.listsAgeMaxSMin)
    .max(gateLimits.listsAgeMaxSMax)
    .describe('lists that were last known to be current longer ago are stale'),
  whenUnchecked: z
    .enum(['admit', 'recheck'])
    .describe(
      'lists stale, or the provider not to be reached: let in (fail open), or hold for the guard (fail closed)',
    ),
});

/** How a backlog goes out, once a gate that was cut off has its connection again. */
const drainRules = z.object({
  passesPerS: z
    .number()
    .min(gateLimits.drainPassesPerSMin)
    .max(gateLimits.drainPassesPerSMax)
    .describe('passes of the backlog a second, beside those of people who pass meanwhile'),
  jitterS: z.int().min(0).max(gateLimits.drainJitterSMax).describe('the gate waits a random part of it first'),
});

/** What the protocol says of a field that a config leaves out, as those from before it was there do. */
const unlessGiven = {
  redLimitC: { face: 1.8, forehead: 1.8 },
  contactLimitC: screeningLimits.contactLimitC,
  codes: { needed: false, listsAgeMaxS: 86_400, whenUnchecked: 'recheck' },
  drain: { passesPerS: gateLimits.drainPassesPerS, jitterS: gateLimits.drainJitterS },
} as const;

/** What a gate is told: retained on its `config` topic; an older version than the one held is ignored. */
export const gateConfig = z.object({
  version: configVersion,
  issuedAt: instant,
  lingerS: z.int().min(0).max(gateLimits.lingerSMax).describe('how long a routine pass may wait for company'),
  passesPerMessage: z.int().min(1).max(wireLimits.passesPerMessageMax),
  heartbeatS: z.int().min(gateLimits.heartbeatSMin).max(gateLimits.heartbeatSMax),
  limitC: perSite.describe('D: so much above the baseline is too warm (amber)'),
  redLimitC: perSite.default(unlessGiven.redLimitC).describe('so much above is far too warm (red)'),
  contactLimitC: contactC
    .default(unlessGiven.contactLimitC)
    .describe('by a contact thermometer, this and more is a fever'),
  codes: codeRules.default(unlessGiven.codes),
  drain: drainRules.default(unlessGiven.drain),
});
export type GateConfig = z.infer<typeof gateConfig>;

/** Version 0: what a gate runs with that was never told anything. Never edited: passes refer to it. */
export const defaultConfig: GateConfig = {
  version: 0,
  issuedAt: '2026-11-01T00:00:00.000Z',
  lingerS: 120,
  passesPerMessage: 25,
  heartbeatS: 600,
  limitC: { face: 0.8, forehead: 0.8 },
  ...unlessGiven,
};
