import * as z from 'zod';
import { configVersion, epoch, instant, seq } from './fields.ts';
import { listVersions } from './lists.ts';

/** Every ten minutes: the gate is there, how it is, and how far its count has come. */
export const heartbeat = z.object({
  kind: z.literal('heartbeat'),
  sentAt: instant,
  epoch,
  lastSeq: seq.or(z.literal(0)).describe('0: no pass yet in this epoch'),
  outboxFromSeq: seq
    .optional()
    .describe('lowest number of this epoch that is in the outbox, whether new or sent again; absent when none is'),
  firmware: z.string().regex(/^[\w.+-]{1,32}$/),
  configVersion,
  lists: listVersions.optional().describe('versions that the gate holds'),
  listsAgeS: z.int().min(0).nullable().optional().describe('as in a pass; absent from gates that do not say'),
  health: z.object({
    sensor: z.enum(['ok', 'fault']),
    scanner: z.enum(['ok', 'fault']),
    barrier: z.enum(['ok', 'fault', 'open']),
    outboxPasses: z.int().min(0),
    /** Passes sent and not confirmed by a mark yet. */
    sentPasses: z.int().min(0),
  }),
});
export type Heartbeat = z.infer<typeof heartbeat>;

/** The last will: the broker sends it when the connection breaks. */
export const lastWill = z.object({ kind: z.literal('will'), epoch });

/** What happens to the gate itself, not to a person passing. */
const gateEvent = z.object({
  kind: z.literal('event'),
  at: instant,
  event: z.enum(['door-forced', 'held-open', 'tailgating', 'tampering', 'fire-release']),
});

export type GateEvent = z.infer<typeof gateEvent>;

/** What a gate publishes to its `status` topic. */
export const statusMessage = z.discriminatedUnion('kind', [heartbeat, lastWill, gateEvent]);
export type StatusMessage = z.infer<typeof statusMessage>;
