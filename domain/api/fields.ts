import * as z from 'zod';
import { opaqueBytes } from '../codes/own-pass.ts';
import { apiLimits } from '../limits/api.ts';
import { instant } from '../messages/fields.ts';

/** Fields that several requests and answers share. */

/** The id of a pass of ours, as it is revoked by. */
export const tokenIdText = z
  .string()
  .regex(new RegExp(`^[0-9a-f]{${2 * opaqueBytes.tokenId}}$`))
  .describe('hexadecimal');

/** Where the page before ended. What it means is this API's own business; it can be tried out by nobody. */
export const cursor = z
  .string()
  .regex(/^[\w-]{1,400}$/)
  .describe('the `next` of the page before; opaque');

/** Where the next page begins. */
export const next = cursor.nullable().describe('`cursor` of the next page; null: this was the last');

/** In a query everything is a text. */
export const pageSize = z.coerce.number().int().min(1).max(apiLimits.pageMax).default(apiLimits.pageDefault);

/** Newest first; `from` counts, `to` does not. */
export const timeRange = z.strictObject({
  from: instant.optional().describe('a day before `to` unless it is given'),
  to: instant.optional().describe('now unless it is given'),
  cursor: cursor.optional(),
  limit: pageSize,
});

/** Who asks has to say why: it is kept in the audit trail, and nowhere else. */
export const reasonText = z.string().trim().min(1).max(apiLimits.reasonCharactersMax);
