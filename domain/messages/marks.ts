import * as z from 'zod';
import { epoch, instant, seq } from './fields.ts';

/**
 * How far the cloud has every pass of an epoch, on the gate's `marks` topic. A PUBACK is not storage: only a
 * mark lets a gate forget what it has sent.
 */
export const mark = z.object({ epoch, storedThrough: seq.or(z.literal(0)), at: instant });
export type Mark = z.infer<typeof mark>;
