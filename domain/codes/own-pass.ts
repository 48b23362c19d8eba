import { encode } from 'cborg';
import * as z from 'zod';
import { codeLimits } from '../limits/codes.ts';
import { id } from '../messages/fields.ts';
import { type Claims, claimNumbers } from './claims.ts';
import { codeContents } from './contents.ts';

/** Numbers of the wire, so append only. */
export const passKinds = ['resident', 'visitor', 'courier', 'worker'] as const;
const media = ['phone', 'card'] as const;

/** Labels within Gatehouse's claim. */
const labels = { kind: 1, subject: 2, communities: 3, singleUse: 4, medium: 5 } as const;

/** Bytes: an id that nobody can guess, and that says nothing. */
export const opaqueBytes = { tokenId: 8, subject: 16 } as const;
const opaque = (length: number) => z.instanceof(Uint8Array).refine((bytes) => bytes.length === length);

const content = z.object({
  tokenId: opaque(opaqueBytes.tokenId),
  kind: z
    .int()
    .min(0)
    .max(passKinds.length - 1),
  subject: opaque(opaqueBytes.subject),
  communities: z.array(id).min(1).max(codeLimits.communitiesPerPassMax),
  singleUse: z.boolean(),
  medium: z
    .int()
    .min(0)
    .max(media.length - 1),
});

/** Gatehouse's own pass: who may come in where, with no name in it. */
export interface OwnPass {
  /** Of this one code. */
  tokenId: Uint8Array;
  kind: (typeof passKinds)[number];
  /** Of the person, random, the same in each of their passes. */
  subject: Uint8Array;
  communities: readonly string[];
  singleUse: boolean;
  /** What it is shown on. */
  medium: (typeof media)[number];
  fromS: number;
  untilS: number;
}

export function lastsTooLong({ medium, fromS, untilS }: Pick<OwnPass, 'medium' | 'fromS' | 'untilS'>): boolean {
  return untilS - fromS > (medium === 'phone' ? codeLimits.phonePassSMax : codeLimits.cardPassSMax);
}

export function parseOwnPass(claims: Claims): OwnPass | 'claims' | 'schema' {
  const { notBeforeS: fromS, expiresAtS: untilS } = claims;
  if (fromS === undefined || claims.tokenId === undefined) return 'claims';
  const read = content.safeParse({
    tokenId: claims.tokenId,
    kind: claims.content.get(labels.kind),
    subject: claims.content.get(labels.subject),
    communities: claims.content.get(labels.communities),
    singleUse: claims.content.get(labels.singleUse),
    medium: claims.content.get(labels.medium),
  });
  if (!read.success) return 'schema';
  const kind = passKinds[read.data.kind];
  const medium = media[read.data.medium];
  return kind && medium ? { ...read.data, kind, medium, fromS, untilS } : 'schema';
}

/** The CBOR Web Token of a pass. */
export function encodeOwnPass(pass: OwnPass, issuedAtS: number): Uint8Array {
  const claim = new Map<number, unknown>([
    [labels.kind, passKinds.indexOf(pass.kind)],
    [labels.subject, pass.subject],
    [labels.communities, pass.communities],
    [labels.singleUse, pass.singleUse],
    [labels.medium, media.indexOf(pass.medium)],
  ]);
  return encode(
    new Map<number, unknown>([
      [claimNumbers.issuedAt, issuedAtS],
      [claimNumbers.notBefore, pass.fromS],
      [claimNumbers.expiresAt, pass.untilS],
      [claimNumbers.tokenId, pass.tokenId],
      [codeContents.gatehouse.claim, claim],
    ]),
  );
}
