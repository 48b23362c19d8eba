import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Endpoints } from '../domain/endpoints.ts';
import { outputNames } from '../domain/names.ts';

const discovered = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });
const tokens = z.object({ access_token: z.string(), id_token: z.string(), refresh_token: z.string() });

/** Signs a person of the demo in, as a page does it: by the issuer's own pages, with PKCE. @param signal ends it. */
export async function signIn(
  { http, outputs }: Endpoints,
  username: string,
  signal: AbortSignal | null = null,
): Promise<z.infer<typeof tokens>> {
  const issuer = outputs[outputNames.issuer] ?? '';
  const client_id = outputs[outputNames.audience] ?? '';
  const redirect_uri = `${http.url}/`;
  const code_verifier = randomBytes(32).toString('base64url');
  const discovery = discovered.parse(
    await (await fetch(`${issuer}/.well-known/openid-configuration`, { signal })).json(),
  );
  const asked = new URLSearchParams({
    response_type: 'code',
    scope: 'openid',
    client_id,
    redirect_uri,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(code_verifier).digest('base64url'),
  });
  const page = await fetch(`${discovery.authorization_endpoint}?${asked}`, { signal });
  const chosen = { method: 'POST', headers: { origin: http.url }, redirect: 'manual', signal } as const;
  const back = await fetch(page.url, { ...chosen, body: new URLSearchParams({ username }) });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier };
  const answer = await fetch(discovery.token_endpoint, { method: 'POST', body: new URLSearchParams(grant), signal });
  return tokens.parse(await answer.json());
}
