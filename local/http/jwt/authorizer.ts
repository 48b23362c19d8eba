import type { Clock } from '../../clock.ts';
import type { HttpApiPlan } from '../../template/plan.ts';
import { type HttpRequest, type HttpResponse, messageAnswer } from '../exchange.ts';
import { flattened, scopesOf } from './claims.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { checkToken } from './token.ts';

/** What the function is told of the token. */
export interface Admitted {
  claims: Record<string, string>;
  scopes: string[] | null;
}

/** Lets a request with a good token in, or says what it is answered. */
export type JwtAuthorizer = (
  request: HttpRequest,
  scopes: readonly string[],
) => Promise<{ admitted?: Admitted; refused?: HttpResponse }>;

/** API Gateway's JWT authorizer: 401 for a token that is not good, 403 for one without a scope of the route. */
export function createJwtAuthorizer(plan: HttpApiPlan['authorizers'][number], clock: Clock): JwtAuthorizer {
  const keys = createIssuerKeys(plan.issuer, clock);
  return async ({ headers }, scopes) => {
    const given = headers[plan.header];
    const token = typeof given === 'string' ? given.replace(/^Bearer( +|$)/i, '') : '';
    if (token === '') return { refused: unauthorized('Bearer') };
    const expected = { issuer: plan.issuer, audience: plan.audience, nowS: Math.floor(clock.now() / 1000) };
    const outcome = await checkToken(token, expected, keys.find);
    if ('why' in outcome) {
      return { refused: unauthorized(`Bearer scope="" error="invalid_token" error_description="${outcome.why}"`) };
    }
    const held = scopesOf(outcome.claims).filter((scope) => scopes.includes(scope));
    if (scopes.length > 0 && held.length === 0) {
      const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
      return { refused: messageAnswer(403, 'Forbidden', [['www-authenticate', challenge]]) };
    }
    return { admitted: { claims: flattened(outcome.claims), scopes: scopes.length === 0 ? null : held } };
  };
}

function unauthorized(challenge: string): HttpResponse {
  return messageAnswer(401, 'Unauthorized', [['www-authenticate', challenge]]);
}
