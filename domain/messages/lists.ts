import * as z from 'zod';
import { instant } from './fields.ts';

/** Keys that codes are verified with, on `lists/keys`. */
export const keyList = z.object({
  issuedAt: instant,
  keys: z.array(
    z.object({
      kid: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,64}$/)
        .describe('base64url'),
      algorithm: z.enum(['ES256', 'PS256']),
      spki: z.string().describe('SubjectPublicKeyInfo, DER, base64'),
      content: z.enum(['gatehouse', 'hc1']),
    }),
  ),
});

/** Revoked codes, on `lists/revocations`: truncated SHA-256 hashes, sorted, concatenated. */
export const revocationList = z.object({
  issuedAt: instant,
  hashBytes: z.literal(4),
  hashes: z.base64(),
});
