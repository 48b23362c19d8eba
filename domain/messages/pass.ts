import * as z from 'zod';
import { wireLimits } from '../limits.ts';
import { ambientC, configVersion, epoch, instant, seq, site, skinC } from './fields.ts';

/** What a gate decides. It decides alone and at once; the cloud repeats it from the same rule (law 5). */
const verdict = z.enum(['admit', 'recheck', 'refuse']);
export type Verdict = z.infer<typeof verdict>;

export const reason = z.enum([
  'ok',
  /** Reading minus baseline at or over the limit. */
  'too-warm',
  /** The gate has no baseline yet: it admits nobody silently. */
  'learning',
  /** No plausible reading could be taken. */
  'no-reading',
  /** The provider of the code says yellow: somebody has to look. */
  'code-yellow',
  /** The provider of the code says red. */
  'code-red',
]);
export type Reason = z.infer<typeof reason>;

/**
 * What was shown. The text travels under TLS and is dropped once judged: stored is a keyed pseudonym.
 * `provider` is an opaque code that the gate has checked online; `status` is what the provider said.
 */
export const shownCode = z.object({
  form: z.enum(['hc1', 'gatehouse', 'provider', 'card', 'guard-entry']),
  text: z.string().min(1).max(wireLimits.codeCharactersMax),
  status: z.enum(['green', 'yellow', 'red', 'unknown']).optional(),
});
export type ShownCode = z.infer<typeof shownCode>;

/** One person passing, identified by (gate, epoch, seq). A pass never changes. */
export const pass = z.object({
  epoch,
  seq: seq.describe('rises by one with every pass and survives a power cut'),
  at: instant.describe("the gate's own clock"),
  direction: z.enum(['in', 'out', 'unknown']),
  site: site.describe('face: maximum of an array sensor; forehead: a spot sensor'),
  skinC: skinC.nullable().describe('skin temperature, never a "body" mode; null: no plausible reading'),
  ambientC: ambientC.nullable(),
  baselineC: skinC.nullable().describe('median of the last 30 readings before this one; null: learning'),
  code: shownCode.nullable(),
  verdict,
  reason,
  configVersion,
  listsAgeS: z.int().min(0).nullable().describe('age of the oldest list that was used; null: none held'),
  recheckOf: z.object({ seq, at: instant }).optional().describe('the pass whose person this one measures again'),
});
export type Pass = z.infer<typeof pass>;

/**
 * What a gate publishes to its `passes` topic. Each pass is parsed by itself, so that one bad pass among 25
 * does not keep the other 24 out.
 */
export const passesEnvelope = z.object({
  sentAt: instant,
  passes: z.array(z.unknown()).min(1).max(wireLimits.passesPerMessageMax),
});

/** The same with its passes, as the documents and the gates see it. */
export const passesMessage = passesEnvelope.extend({
  passes: z.array(pass).min(1).max(wireLimits.passesPerMessageMax),
});
export type PassesMessage = z.infer<typeof passesMessage>;
