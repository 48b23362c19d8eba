import * as z from 'zod';
import { gateLimits, wireLimits } from '../limits.ts';
import { configVersion, hundredths, instant, type Site } from './fields.ts';

const limitC = hundredths(0.1, 5);

/** What a gate is told: retained on its `config` topic; an older version than the one held is ignored. */
export const gateConfig = z.object({
  version: configVersion,
  issuedAt: instant,
  lingerS: z.int().min(0).max(gateLimits.lingerSMax).describe('how long a routine pass may wait for company'),
  passesPerMessage: z.int().min(1).max(wireLimits.passesPerMessageMax),
  heartbeatS: z.int().min(gateLimits.heartbeatSMin).max(gateLimits.heartbeatSMax),
  limitC: z
    .object({ face: limitC, forehead: limitC } satisfies Record<Site, typeof limitC>)
    .describe('D: so much above the baseline is too warm'),
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
};
