import * as z from 'zod';
import { codeContentNames } from '../codes/contents.ts';
import { healthStatements } from '../codes/health-certificate.ts';
import { codeLimits } from '../limits.ts';
import { instant } from './fields.ts';

/** A key that codes are verified with. */
const listedKey = z.object({
  kid: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .describe('base64url'),
  algorithm: z.enum(['ES256', 'PS256']),
  spki: z.base64().describe('SubjectPublicKeyInfo, DER, base64'),
  content: z.enum(codeContentNames).describe('the only kind of code that it may sign'),
  certifies: z
    .array(z.enum(healthStatements))
    .min(1)
    .optional()
    .describe('from the extended key usage of its certificate; without it, any health statement'),
});

/** Keys that codes are verified with, on `lists/keys`. While keys are changed over, old and new are both on it. */
export const keyList = z.object({
  issuedAt: instant,
  keys: z.array(listedKey).max(codeLimits.keysPerListMax),
});
export type KeyList = z.infer<typeof keyList>;

/** Bytes kept of each hash of a revoked code. */
export const revocationHashBytes = 4;

/** Revoked codes, on `lists/revocations`: truncated SHA-256 hashes, sorted, concatenated. */
export const revocationList = z.object({
  issuedAt: instant,
  hashBytes: z.literal(revocationHashBytes),
  hashes: z.base64().max(Math.ceil((codeLimits.revocationsMax * revocationHashBytes) / 3) * 4),
});
export type RevocationList = z.infer<typeof revocationList>;
