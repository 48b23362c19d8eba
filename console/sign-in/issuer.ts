import type { PageSettings } from '../../domain/page/settings.ts';
import { challengeOf, randomText } from './pkce.ts';

/** As much as the page reads of an issuer's discovery document. */
interface Discovery {
  authorization_endpoint: string;
  token_endpoint: string;
  revocation_endpoint?: string;
  end_session_endpoint?: string;
}

interface Tokens {
  access_token: string;
  /** A new one each time, or none when the one before stays good. */
  refresh_token?: string;
  /** Seconds. */
  expires_in: number;
}

/** `refused`: it is good for nothing any more. `offline`: nobody answered, and later somebody may. */
export type Granted = { tokens: Tokens } | { failed: 'refused' | 'offline' };

export type Issuer = ReturnType<typeof createIssuer>;

/** What is remembered between asking for a sign-in and coming back. */
const askedKey = 'gatehouse-sign-in';

/** The authorization code flow with PKCE, at an issuer that is found by its discovery document. */
export function createIssuer({ issuer, clientId }: PageSettings, pageUrl: string) {
  let found: Promise<Discovery> | undefined;
  const discovery = () => {
    found ??= fetch(`${issuer}/.well-known/openid-configuration`).then((answer) => answer.json());
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
  const askTokens = async (grant: Record<string, string>): Promise<Granted> => {
    try {
      const { token_endpoint } = await discovery();
      const body = new URLSearchParams({ ...grant, client_id: clientId });
      const answer = await fetch(token_endpoint, { method: 'POST', body });
      if (answer.ok) return { tokens: await answer.json() };
      return { failed: answer.status < 500 ? 'refused' : 'offline' };
    } catch {
      return { failed: 'offline' };
    }
  };

  return {
    /** Leaves the page for the issuer's. */
    async begin(): Promise<void> {
      const asked = { verifier: randomText(), state: randomText(16) };
      const { authorization_endpoint } = await discovery();
      sessionStorage.setItem(askedKey, JSON.stringify(asked));
      const parameters = {
        response_type: 'code',
        scope: 'openid',
        client_id: clientId,
        redirect_uri: pageUrl,
        state: asked.state,
        code_challenge_method: 'S256',
        code_challenge: await challengeOf(asked.verifier),
      };
      location.assign(`${authorization_endpoint}?${new URLSearchParams(parameters)}`);
    },

    /** Whoever comes back with a code that this page has asked for; undefined for whoever just opens it. */
    async finish(query: URLSearchParams): Promise<Granted | undefined> {
      const [code, state] = [query.get('code'), query.get('state')];
      const asked: { verifier: string; state: string } = JSON.parse(sessionStorage.getItem(askedKey) ?? '{}');
      sessionStorage.removeItem(askedKey);
      if (code === null || state === null || state !== asked.state) return undefined;
      return askTokens({
        grant_type: 'authorization_code',
        code,
        code_verifier: asked.verifier,
        redirect_uri: pageUrl,
      });
    },

    renew: (refresh_token: string) => askTokens({ grant_type: 'refresh_token', refresh_token }),

    /** Ends the sign-in at the issuer, as far as it can be told. Leaves the page. */
    async end(refreshToken: string | undefined): Promise<void> {
      const { revocation_endpoint, end_session_endpoint } = await discovery().catch(() => ({}) as Partial<Discovery>);
      if (revocation_endpoint !== undefined && refreshToken !== undefined) {
        const body = new URLSearchParams({ token: refreshToken, client_id: clientId });
        await fetch(revocation_endpoint, { method: 'POST', body }).catch(() => undefined);
      }
      // Cognito's name for it, and OpenID Connect's.
      const parameters = { client_id: clientId, logout_uri: pageUrl, post_logout_redirect_uri: pageUrl };
      location.assign(
        end_session_endpoint === undefined ? pageUrl : `${end_session_endpoint}?${new URLSearchParams(parameters)}`,
      );
    },
  };
}
