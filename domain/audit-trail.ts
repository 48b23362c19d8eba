import canonicalize from 'canonicalize';
import * as z from 'zod';
import { GatehouseError } from './errors.ts';
import { apiLimits } from './limits/api.ts';
import { wireLimits } from './limits/wire.ts';
import { actor } from './messages/alert.ts';
import { id, instant } from './messages/fields.ts';

/** What somebody did, or was about to do. */
const deed = z.object({
  at: instant,
  by: actor,
  what: z.string().max(32).describe('the name of the route, and `not-done` for what did not come about'),
  about: z.string().max(wireLimits.alertIdCharactersMax).describe('an alert, a gate, a code by its hash'),
  revision: z.int().optional().describe('of what it changes, before'),
  said: z
    .string()
    .max(apiLimits.reasonCharactersMax)
    .optional()
    .describe('an outcome, a reason; nothing that was measured'),
});
export type Deed = z.infer<typeof deed>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry of a community's audit trail. Each holds the hash of the one before, so that none can be changed alone. */
export const auditEntry = deed.extend({ community: id, seq: z.int().min(1), previous: hash, hash });
export type AuditEntry = z.infer<typeof auditEntry>;

/** What stands before the first entry. */
const beginning = '0'.repeat(64);

/** SHA-256 of a text, in hexadecimal. */
type Sha256 = (text: string) => string;

/** The entry that follows `last`. */
export function nextEntry(last: AuditEntry | undefined, community: string, done: Deed, sha256: Sha256): AuditEntry {
  const content = { ...done, community, seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? beginning };
  return { ...content, hash: sha256(canonical(content)) };
}

/**
 * The number of the first entry that was changed, or before which one is missing; undefined when the trail is whole. What
 * was cut off at its end it cannot tell: the hashes in the function's log can.
 * @param entries all of a community, in order.
 */
export function firstBreak(entries: readonly AuditEntry[], sha256: Sha256): number | undefined {
  let previous = beginning;
  for (const [index, entry] of entries.entries()) {
    const { hash: claimed, ...content } = entry;
    const follows = content.seq === index + 1 && content.previous === previous;
    if (!follows || sha256(canonical(content)) !== claimed) return index + 1;
    previous = claimed;
  }
  return undefined;
}

function canonical(content: object): string {
  const text = canonicalize(content);
  if (text === undefined) throw new GatehouseError('An entry of the audit trail is a JSON object.');
  return text;
}
