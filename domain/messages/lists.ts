import * as z from 'zod';
import { codeContentNames } from '../codes/contents.ts';
import { healthStatements } from '../codes/health-certificate.ts';
import { codeLimits } from '../limits/codes.ts';
import { instant } from './fields.ts';

/** What every list begins with. Passes name the version that a code was held against, so no version ever changes. */
const head = { version: z.int().min(1), issuedAt: instant };

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
export const keyList = z.object({ ...head, keys: z.array(listedKey).max(codeLimits.keysPerListMax) });
export type KeyList = z.infer<typeof keyList>;

/** Bytes kept of each hash: of a revoked code, or of whom a status is about. */
export const listHashBytes = 4;

/** Truncated SHA-256 hashes, in ascending order, concatenated. */
const hashes = z.base64().max(Math.ceil((codeLimits.hashesPerListMax * listHashBytes) / 3) * 4);

/** Revoked codes, on `lists/revocations`. */
export const revocationList = z.object({ ...head, hashBytes: z.literal(listHashBytes), hashes });
export type RevocationList = z.infer<typeof revocationList>;

/** What may be known of a person beside their code; who is on no list is green. */
export const personStatus = z.enum(['yellow', 'red', 'quarantined']);
export type PersonStatus = z.infer<typeof personStatus>;

/** Persons who may not just pass, on `lists/statuses`, by what they are and until when. */
export const statusList = z.object({
  ...head,
  hashBytes: z.literal(listHashBytes),
  groups: z
    .array(
      z.object({
        status: personStatus,
        until: instant.nullable().describe('from then on it no longer holds; null: until a later list leaves it out'),
        hashes,
      }),
    )
    .max(codeLimits.statusGroupsMax),
});
export type StatusList = z.infer<typeof statusList>;

/** Lists that a code is held against, by the last level of their topic. */
export const listMessages = { keys: keyList, revocations: revocationList, statuses: statusList } as const;
export type ListName = keyof typeof listMessages;
export const listNames = ['keys', 'revocations', 'statuses'] as const satisfies ListName[];

/** Versions of lists: those that are current, or those that a gate holds. One that is missing there is none of. */
const listVersion = z.int().min(1).optional();
export const listVersions = z.object({ keys: listVersion, revocations: listVersion, statuses: listVersion });
export type ListVersions = z.infer<typeof listVersions>;

/** On `lists/index`, every few minutes: a gate that holds these versions held what was current at this time. */
export const listIndex = listVersions.extend({ issuedAt: instant });
export type ListIndex = z.infer<typeof listIndex>;
