import * as z from 'zod';
import { codeContentNames } from '../codes/contents.ts';
import { type Refusal, refusals } from '../codes/refusals.ts';
import { screeningLimits } from '../limits/screening.ts';
import { wireLimits } from '../limits/wire.ts';
import { ambientC, configVersion, contactC, epoch, instant, seq, site, skinC } from './fields.ts';
import { listVersions } from './lists.ts';

/** What a gate decides. It decides alone and at once; the cloud repeats it from the same rule (law 5). */
const verdict = z.enum(['admit', 'recheck', 'refuse']);
export type Verdict = z.infer<typeof verdict>;

/** Why a signed code is not believed. */
type CodeRefusal = `code-${Refusal}`;

/** What speaks against a code; the gate decides how much that weighs. */
const codeConcerns = [
  /** No answer from the provider of the code, and nobody else knows. */
  'provider-unreachable',
  /** The provider or the status list says yellow: somebody has to look. */
  'code-yellow',
  'code-red',
  /** Has to stay at home: may come in, not go out. */
  'code-quarantined',
  /** For one use, and this gate has let somebody in with it. */
  'code-used',
  ...(Object.keys(refusals) as Refusal[]).map((refusal): CodeRefusal => `code-${refusal}`),
] as const;
export type CodeConcern = (typeof codeConcerns)[number];

export const reason = z.enum([
  'ok',
  /** Warmer than the people just before, by the limit or more. */
  'too-warm',
  /** By the red limit or more. */
  'far-too-warm',
  /** The contact thermometer confirmed it. */
  'fever-confirmed',
  /** The gate has no baseline yet: it admits nobody silently. */
  'learning',
  /** No plausible reading could be taken. */
  'no-reading',
  /** The gate doubts its own sensor: a guard measures everybody by hand while it lasts. */
  'sensor-fault',
  /** The community wants a code, and none was shown. */
  'no-code',
  /** The lists that the code was held against are older than the community accepts. */
  'lists-stale',
  ...codeConcerns,
]);
export type Reason = z.infer<typeof reason>;

/**
 * What was shown. The text travels under TLS and is dropped once judged: stored is a keyed pseudonym. A card carries
 * a pass of ours, as does the phone of another member of the household; `provider` is an opaque code that was checked
 * online; `guard-entry` is what the guard wrote down for somebody who has nothing to show, such as a house number.
 */
export const shownCode = z.object({
  form: z.enum([...codeContentNames, 'provider', 'guard-entry']),
  text: z.string().min(1).max(wireLimits.codeCharactersMax),
  status: z.enum(['green', 'yellow', 'red', 'unknown']).optional().describe("the provider's answer"),
  usedAt: instant.optional().describe('when this gate let somebody in with this same code for one use'),
});
export type ShownCode = z.infer<typeof shownCode>;

/** One more reading of the same person, with the baseline of its place in the row. */
const furtherReading = z.object({ skinC: skinC.nullable(), baselineC: skinC.nullable() });

/** What a gate may suspect of its own sensor. */
export const sensorFault = z.enum(['stuck', 'drift', 'alarms', 'sun']);
export type SensorFault = z.infer<typeof sensorFault>;

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
  more: z
    .array(furtherReading)
    .min(1)
    .max(screeningLimits.furtherReadingsMax)
    .optional()
    .describe('further readings of the same person within seconds, from gates that take several'),
  sensorFault: sensorFault.optional().describe('what the gate suspected of its sensor before this reading'),
  contactC: contactC.optional().describe("by the guard's contact thermometer; goes with recheckOf"),
  code: shownCode.nullable(),
  verdict,
  reason,
  configVersion,
  lists: listVersions.optional().describe('versions that the code was held against'),
  listsAgeS: z
    .int()
    .min(0)
    .nullable()
    .describe('how long ago the lists were known to be current; null: a list is missing'),
  recheckOf: z
    .object({ seq, at: instant, reason })
    .optional()
    .describe('the pass whose person this one measures again, and why that had to be'),
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
