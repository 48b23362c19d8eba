import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../../local/clock.ts';
import { createPoolHandler } from '../../../../local/cognito/handler.ts';
import { openUserPool } from '../../../../local/cognito/pool.ts';
import { createOrigins } from '../../../../local/http/origins.ts';
import { createHttpServer } from '../../../../local/http/server.ts';
import { portOrFree } from '../../../../local/ports.ts';
import { openDatabase } from '../../../../local/store/database.ts';
import type { UserPoolClientPlan, UserPoolPlan } from '../../../../local/template/plan.ts';
import { arn, temporaryFolder } from '../aws/endpoint.ts';

const client: UserPoolClientPlan = {
  id: 'page',
  name: 'page',
  scopes: ['openid', 'email'],
  callbackUrls: ['https://console.example/back'],
  logoutUrls: ['https://console.example/'],
  lives: { accessS: 300, idS: 600, refreshS: 3_600 },
};

/** A user pool with its pages on a free port; it ends with the test. */
export async function startPool({
  clock = systemClock,
  folder = temporaryFolder(),
  rotation,
  hasPages = true,
}: {
  clock?: Clock;
  folder?: string;
  rotation?: { graceS: number };
  hasPages?: boolean;
} = {}) {
  const port = await portOrFree(0);
  const url = `http://127.0.0.1:${port}`;
  const plan: UserPoolPlan = {
    id: 'local-1_pool',
    name: 'pool',
    arn: arn('cognito-idp', 'userpool/local-1_pool'),
    issuer: `${url}/local-1_pool`,
    groups: ['guard'],
    clients: [{ ...client, ...(rotation === undefined ? {} : { rotation }) }],
    ...(hasPages ? { domain: 'guards' } : {}),
  };
  const database = openDatabase(join(folder, 'state.sqlite'));
  const origins = createOrigins(port, []);
  const pool = await openUserPool(plan, { database, clock, home: folder, ownOrigins: origins.own });
  const server = createHttpServer({
    port,
    origins,
    handlers: [createPoolHandler([pool])],
    upgrade: (_request, socket) => socket.destroy(),
    log: () => {},
  });
  await server.start();
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= server.stop().then(() => database.close());
    return ended;
  };
  onTestFinished(end);
  return {
    pool,
    url,
    issuer: plan.issuer,
    redirectUri: `${url}/back`,
    folder,
    end,
    ...createBrowser(plan.issuer, url),
  };
}

/** What the console does to sign somebody in, and what a person does on the page. */
function createBrowser(issuer: string, url: string) {
  const authorise = (changes: Record<string, string | undefined> = {}) => {
    const parameters = {
      response_type: 'code',
      client_id: 'page',
      redirect_uri: `${url}/back`,
      scope: 'openid',
      state: 'st&te',
      nonce: 'once',
      code_challenge_method: 'S256',
      code_challenge: challengeOf('v'.repeat(43)),
      ...changes,
    };
    const known = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${issuer}/oauth2/authorize?${new URLSearchParams(known)}`;
  };
  const token = (form: Record<string, string>) =>
    fetch(`${issuer}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'page', ...form }) });
  /** Chooses a person; where the browser is sent then. */
  const choose = async (username: string, changes: Record<string, string | undefined> = {}, origin = url) => {
    const page = await fetch(authorise(changes));
    const answer = await fetch(page.url, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ username }),
      redirect: 'manual',
    });
    return { answer, location: answer.headers.get('location') };
  };
  return {
    authorise,
    choose,
    token,
    /** The tokens of a whole sign-in. */
    async signIn(username: string): Promise<Record<string, string>> {
      const verifier = randomBytes(32).toString('base64url');
      const { location } = await choose(username, { code_challenge: challengeOf(verifier) });
      const code = new URL(location ?? '').searchParams.get('code') ?? '';
      const grant = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: `${url}/back` };
      return (await token(grant)).json() as Promise<Record<string, string>>;
    },
  };
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** The claims of a token, unchecked. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
