import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { visitorCode } from '../../domain/api/code-routes.ts';
import type { Deed } from '../../domain/audit-trail.ts';
import { listedUntilS } from '../../domain/codes/compose-lists.ts';
import { wholeHash } from '../../domain/codes/hash-list.ts';
import { opaqueBytes } from '../../domain/codes/own-pass.ts';
import { revocationName } from '../../domain/codes/revocations.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { codeLimits } from '../../domain/limits/codes.ts';
import { id } from '../../domain/messages/fields.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { issuedCodeKey, revokedCodeKey } from '../../domain/state-keys.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import type { AuditTrail } from '../shared/audit-trail.ts';
import type { TakeTurn } from '../shared/rate-limit.ts';
import type { Retry } from '../shared/retry.ts';
import { createItem, readItem, type Table } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import { notFound } from './answer.ts';
import type { Communities } from './communities.ts';
import type { Handlers } from './handler-of.ts';
import type { OnDuty } from './shifts/on-duty.ts';
import type { SignPass } from './sign-passes.ts';

export interface CodeParts {
  state: Table;
  communities: Communities;
  auditTrail: AuditTrail;
  takeTurn: TakeTurn;
  signPass: SignPass;
  onDuty: OnDuty;
}

/** A visitor's pass without its signature: enough to sign it again, and nothing that opens a gate. */
const draft = z.object({
  tokenId: z.string(),
  subject: z.string(),
  community: id,
  singleUse: z.boolean(),
  fromS: z.int(),
  untilS: z.int(),
});
type Draft = z.infer<typeof draft>;

const issuedItem = z.object({ community: id, untilS: z.int() });
const platform = createCodePlatform();
const hashOf = (tokenId: string) => wholeHash(revocationName({ content: 'gatehouse', id: tokenId }), platform);

/** Codes for visitors: their text is answered and kept nowhere; what revokes them is kept as a hash (law 6). */
export function createCodeHandlers(parts: CodeParts): Pick<Handlers, 'issueVisitorCode' | 'revokeVisitorCode'> {
  const { state, communities, auditTrail, takeTurn, onDuty } = parts;
  return {
    async issueVisitorCode({ principal, by: post, body, remembered, nowMs, retry }) {
      const place = await communities.permit(principal, 'issue-visitor-codes', body.community, retry);
      if ('problem' in place) return place;
      const before = draft.safeParse(remembered);
      if (before.success) return { answer: await signed(parts, before.data, retry), remembered };
      const limit = { max: apiLimits.visitorCodesPerSubjectHourMax, spanMs: 3_600_000 };
      if (!(await takeTurn(`visitor-code#${principal.subject}`, limit, nowMs, retry))) {
        return { problem: 'too-many-requests' };
      }
      const fromS = Math.floor(nowMs / 1_000);
      const made: Draft = {
        tokenId: randomBytes(opaqueBytes.tokenId).toString('hex'),
        subject: randomBytes(opaqueBytes.subject).toString('hex'),
        community: place.community,
        singleUse: body.singleUse,
        fromS,
        untilS: fromS + body.hours * 3_600,
      };
      const about = hashOf(made.tokenId);
      const by = (await onDuty(principal, place.community, nowMs, retry)) ?? post;
      const deed: Deed = { at: toInstant(nowMs), by, what: 'issueVisitorCode', about };
      await auditTrail.append(place.community, deed, retry);
      const { community, untilS } = made;
      const kept = { community, untilS, [timeToLiveAttribute]: untilS + codeLimits.clockSkewS };
      await createItem(state, { ...issuedCodeKey(about), ...kept }, retry);
      return { answer: await signed(parts, made, retry), remembered: made };
    },
    async revokeVisitorCode({ principal, by: post, code, nowMs, retry }) {
      const about = hashOf(code);
      const issued = issuedItem.safeParse(await readItem(state, issuedCodeKey(about), retry));
      if (!issued.success) return notFound;
      const { community, untilS } = issued.data;
      const place = await communities.permit(principal, 'revoke-visitor-codes', community, retry);
      if ('problem' in place) return place;
      const by = (await onDuty(principal, community, nowMs, retry)) ?? post;
      await auditTrail.append(community, { at: toInstant(nowMs), by, what: 'revokeVisitorCode', about }, retry);
      const endsS = listedUntilS(untilS + codeLimits.clockSkewS);
      const item = { ...revokedCodeKey(about), revokedAt: toInstant(nowMs), [timeToLiveAttribute]: endsS };
      // Twice is the same as once.
      await createItem(state, item, retry);
      return { answer: null };
    },
  };
}

async function signed(
  { signPass }: CodeParts,
  { tokenId, subject, community, singleUse, fromS, untilS }: Draft,
  retry: Retry,
): Promise<z.infer<typeof visitorCode>> {
  const pass = {
    tokenId: Buffer.from(tokenId, 'hex'),
    kind: 'visitor',
    subject: Buffer.from(subject, 'hex'),
    communities: [community],
    singleUse,
    medium: 'phone',
    fromS,
    untilS,
  } as const;
  const code = await signPass(pass, fromS, retry);
  return {
    id: tokenId,
    community,
    code,
    fromAt: toInstant(fromS * 1_000),
    untilAt: toInstant(untilS * 1_000),
    singleUse,
  };
}
