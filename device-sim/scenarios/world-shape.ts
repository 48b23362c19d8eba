import * as z from 'zod';
import type { WorldProfile } from '../world/profile.ts';
import type { Shares } from '../world/shares.ts';

export const share = z.number().min(0).max(1);
const hour = z.number().min(0).max(24);
const notNegative = z.number().min(0);
const positive = z.number().positive();

const sharesShape: z.ZodType<Shares> = z.strictObject({
  visitors: share,
  couriers: share,
  residents: z.strictObject({
    phone: share,
    household: share,
    card: share,
    provider: share,
    'guard-entry': share,
    nothing: share,
  }),
  faults: z.strictObject({ forged: share, expired: share, 'other-community': share, revoked: share }),
  couriersCopied: share,
  visitorsReusing: share,
  provider: z.strictObject({ yellow: share, red: share }),
  providerSilent: share,
  withoutReading: share,
  gatesWithFurtherReadings: share,
  guardAbsent: share,
});

export const worldShape: z.ZodType<WorldProfile> = z.strictObject({
  clock: z.strictObject({ startsAtH: hour, speed: positive }),
  // An hour in which nobody passes would be waited for in vain.
  rhythm: z.strictObject({ passes: z.array(positive).length(24), away: z.array(share).length(24) }),
  rampS: notNegative,
  weather: z.strictObject({ month: z.int().min(1).max(12), warmerC: z.number() }),
  fever: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), share }),
    z.strictObject({ kind: z.literal('outbreak'), share, doublingH: positive, shareMax: share }),
  ]),
  sensors: z.strictObject({
    offsetDeviationC: notNegative,
    drift: z.strictObject({ share, perHourC: z.number() }).exactOptional(),
    sun: z.strictObject({ share, fromH: hour, toH: hour, warmsC: z.number() }).exactOptional(),
    dirt: z.strictObject({ share, partPerHour: share, cleanedEveryH: positive }).exactOptional(),
    stuck: z.strictObject({ share, afterH: notNegative }).exactOptional(),
  }),
  shares: sharesShape,
});
