import * as z from 'zod';
import { handlingLimits } from '../limits/handling.ts';
import { id } from '../messages/fields.ts';

export const roles = ['guard', 'officer', 'operator'] as const;
export type Role = (typeof roles)[number];

/** Who asks: a person, or the phone of a guards' post that a shift shares. */
export interface Principal {
  subject: string;
  role: Role;
  /** What they may do holds in every community of these districts ... */
  districts: readonly string[];
  /** ... and in these communities. */
  communities: readonly string[];
  /** Of the sign-in: all tokens that came of it since. */
  sessionId: string;
}

/** What carries role and places: the group claim of Cognito, or that of the operator's own issuer. */
const groupClaims = ['cognito:groups', 'groups'] as const;
/** What names the sign-in; the first that there is. Cognito has the first, OpenID Connect the second, RFC 7519 the third. */
const sessionClaims = ['origin_jti', 'sid', 'jti'] as const;

/**
 * Who a token speaks for, once its signature, issuer, audience and time have been checked.
 * @param claims as the token has them, or as API Gateway hands them on, with lists as `[a b]`.
 * @returns undefined for whoever has no role, or more than one: nobody guesses which of them counts.
 */
export function readPrincipal(claims: Readonly<Record<string, unknown>>): Principal | undefined {
  const subject = z.string().min(1).max(handlingLimits.subjectCharactersMax).safeParse(claims['sub']);
  const sessionId = sessionClaims.map((name) => claims[name]).find((value) => value !== undefined);
  const session = z.string().min(1).max(handlingLimits.sessionCharactersMax).safeParse(sessionId);
  const groups = groupsIn(groupClaims.map((name) => claims[name]).find((value) => value !== undefined));
  const [role, ...others] = roles.filter((one) => groups.includes(one));
  if (!subject.success || !session.success || role === undefined || others.length > 0) return undefined;
  const districts = placesIn(groups, 'district');
  return {
    subject: subject.data,
    role,
    districts,
    communities: placesIn(groups, 'community'),
    sessionId: session.data,
  };
}

/**
 * Whether a token is one to ask with. Cognito signs others, which prove nothing here; other issuers do not say, and API
 * Gateway does not look.
 */
export function isForAccess(claims: Readonly<Record<string, unknown>>): boolean {
  return tokenUse.safeParse(claims['token_use']).success;
}

const tokenUse = z.enum(['access', 'id']).optional();

function groupsIn(claim: unknown): string[] {
  const parsed = z.union([z.array(z.string()), z.string()]).safeParse(claim);
  if (!parsed.success) return [];
  if (Array.isArray(parsed.data)) return parsed.data;
  return parsed.data.replace(/^\[|\]$/g, '').split(/[\s,]+/);
}

function placesIn(groups: readonly string[], kind: 'district' | 'community'): string[] {
  return groups
    .filter((group) => group.startsWith(`${kind}:`))
    .map((group) => group.slice(kind.length + 1))
    .filter((place) => id.safeParse(place).success);
}
