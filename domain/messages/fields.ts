import * as z from 'zod';
import { wireLimits } from '../limits/wire.ts';

/** Fields that several messages share. Names carry units; unknown fields are tolerated, wrong ones are not. */

/** Gate, community, district, list: gate id = thing name = client id. */
export const id = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .describe('lower-case letters, digits and hyphens, at most 32');

/** UTC with milliseconds and fixed width, so that text order is time order. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  // Date.parse takes the 31st of February for the 3rd of March.
  .refine((text) => {
    const atMs = Date.parse(text);
    return !Number.isNaN(atMs) && new Date(atMs).toISOString() === text;
  }, 'no such time')
  .describe('UTC, ISO 8601 with milliseconds: 2026-11-24T03:04:05.678Z');

/** Random, new at a factory reset, a replacement or a restored flash: tells two counts of `seq` apart. */
export const epoch = z
  .string()
  .regex(/^[a-z0-9]{8,16}$/)
  .describe('8 to 16 random lower-case letters and digits');

export const seq = z.int().min(1).max(wireLimits.seqMax);

/**
 * °C in whole hundredths; `min` and `max` are what is physically plausible. Not JSON Schema's `multipleOf`: many
 * validators take it in binary and would refuse 35.31.
 */
export function hundredths(min: number, max: number) {
  return z
    .number()
    .min(min)
    .max(max)
    .refine((celsius) => Math.abs(celsius * 100 - Math.round(celsius * 100)) < 1e-6, 'not in whole hundredths')
    .describe('°C in whole hundredths');
}

export const skinC = hundredths(wireLimits.skinMinC, wireLimits.skinMaxC);
/** By a contact thermometer. */
export const contactC = hundredths(wireLimits.contactMinC, wireLimits.contactMaxC);
export const ambientC = hundredths(wireLimits.ambientMinC, wireLimits.ambientMaxC);

export const site = z.enum(['face', 'forehead']);
export type Site = z.infer<typeof site>;

export const configVersion = z.int().min(0).describe('0: the defaults of this protocol');
