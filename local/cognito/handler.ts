import { type HttpHandler, type HttpRequest, type HttpResponse, jsonAnswer, messageAnswer } from '../http/exchange.ts';
import type { UserPool } from './pool.ts';
import { answerLogout, answerSignIn, redirection } from './sign-in.ts';
import { answerRevoke, answerToken } from './token-endpoint.ts';

type Answer = (pool: UserPool, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const answers: Readonly<Record<string, Answer>> = {
  'GET /.well-known/openid-configuration': (pool) => jsonAnswer(200, discoveryOf(pool)),
  'GET /.well-known/jwks.json': (pool) => jsonAnswer(200, { keys: [pool.key.jwk] }),
};

const pages: Readonly<Record<string, Answer>> = {
  // As Cognito: the page has an address of its own.
  'GET /oauth2/authorize': (pool, { query }) => redirection(`${pool.plan.issuer}/login?${query}`),
  'GET /login': answerSignIn,
  'POST /login': answerSignIn,
  'GET /logout': answerLogout,
  'POST /oauth2/token': answerToken,
  'POST /oauth2/revoke': answerRevoke,
};

/** What a pool answers below its issuer: who it is, its keys, and, if it has a domain, the pages to sign in on. */
export function createPoolHandler(pools: readonly UserPool[]): HttpHandler {
  return async (request) => {
    const pool = pools.find(({ plan }) => request.path.startsWith(`/${plan.id}/`));
    if (pool === undefined) return undefined;
    const wanted = `${request.method} ${request.path.slice(pool.plan.id.length + 1)}`;
    const known = pool.plan.domain === undefined ? answers : { ...answers, ...pages };
    const answer = Object.hasOwn(known, wanted) ? known[wanted] : undefined;
    if (answer === undefined) return messageAnswer(404, 'Not Found');
    return shared(request, await answer(pool, request));
  };
}

/** 127.0.0.1 and localhost are two origins to a browser: a page that came from one may ask the other. */
function shared({ headers: { origin } }: HttpRequest, answer: HttpResponse): HttpResponse {
  if (origin === undefined) return answer;
  return { ...answer, headers: [...answer.headers, ['access-control-allow-origin', origin], ['vary', 'origin']] };
}

function discoveryOf({ plan: { issuer, domain } }: UserPool): object {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    ...(domain === undefined
      ? {}
      : {
          authorization_endpoint: `${issuer}/oauth2/authorize`,
          token_endpoint: `${issuer}/oauth2/token`,
          revocation_endpoint: `${issuer}/oauth2/revoke`,
          end_session_endpoint: `${issuer}/logout`,
          token_endpoint_auth_methods_supported: ['none'],
          code_challenge_methods_supported: ['S256'],
        }),
  };
}
