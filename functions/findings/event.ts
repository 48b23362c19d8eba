import * as z from 'zod';
import { GatehouseError } from '../../domain/errors.ts';
import { wireLimits } from '../../domain/limits/wire.ts';
import { type KeyedPass, readPassKey } from '../../domain/pass-key.ts';
import type { PassToLookInto } from '../shared/tell-findings.ts';

const passToLookInto: z.ZodType<PassToLookInto> = z.object({
  pk: z.string(),
  sk: z.string(),
  subject: z.string().min(1),
  direction: z.enum(['in', 'out', 'unknown']),
  tokenUse: z.string().min(1).optional(),
});

const findingsEvent = z.object({ passes: z.array(passToLookInto).min(1).max(wireLimits.passesPerMessageMax) });

export type ToldPass = Omit<PassToLookInto, keyof KeyedPass> & { pass: KeyedPass };

/**
 * The passes that `ingest` tells of.
 * @throws GatehouseError when it is no event of ours, which no further try can change: it comes to rest in the
 * failures queue, as it is.
 */
export function readFindingsEvent(event: unknown): ToldPass[] {
  const parsed = findingsEvent.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new GatehouseError(`Not an event of ingest; look at: ${fields || 'the whole event'}.`);
  }
  return parsed.data.passes.map(({ pk, sk, ...told }) => ({ ...told, pass: readPassKey({ pk, sk }) }));
}
