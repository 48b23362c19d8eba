import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An issuer of tokens as an operator may have one, with keys of its own. None of its code is that of who checks them. */
export interface TokenIssuer {
  url: string;
  audience: string;
  /** What was asked of it. */
  asked: string[];
  /** Claims of a guard of Xixi who has signed in just now, for 15 minutes. */
  claims(more?: object): Record<string, unknown>;
  token(claims?: object, header?: object, key?: KeyObject): string;
  /** The key that it tells, and signs with. */
  key: { publicKey: KeyObject; privateKey: KeyObject };
  /** Signs with another key from now on, and tells both. */
  rotate(): void;
  stop(): Promise<void>;
}

export async function startTokenIssuer(now: () => number = Date.now): Promise<TokenIssuer> {
  const keys = new Map([['k1', newKey()]]);
  const newest = () => [...keys.entries()].at(-1) ?? ['', newKey()];
  const asked: string[] = [];
  const audience = 'console';
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    const jwks = [...keys].map(([kid, { publicKey }]) => ({ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' }));
    const documents: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': { keys: [{ kty: 'EC', kid: 'other' }, ...jwks] },
    };
    answer.end(JSON.stringify(documents[request.url ?? ''] ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const claims = (more: object = {}) => {
    const nowS = Math.floor(now() / 1_000);
    const groups = ['guard', 'community:xixi'];
    return { iss: url, aud: audience, sub: 'wang', sid: 's-1', groups, iat: nowS, exp: nowS + 900, ...more };
  };
  return {
    url,
    audience,
    asked,
    claims,
    token(more = {}, header = {}, key = newest()[1].privateKey) {
      const content = unsigned({ alg: 'RS256', kid: newest()[0], ...header }, claims(more));
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
    },
    get key() {
      return newest()[1];
    },
    rotate: () => void keys.set(`k${keys.size + 1}`, newKey()),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tokens that nobody may be let in with, by what is wrong with each. */
export const badTokens: Record<string, (issuer: TokenIssuer) => string> = {
  expired: (issuer) => issuer.token({ exp: secondsOf(issuer) - 1 }),
  'without an end': (issuer) => issuer.token({ exp: undefined }),
  'not yet valid': (issuer) => issuer.token({ nbf: secondsOf(issuer) + 60 }),
  'of another issuer': (issuer) => issuer.token({ iss: `${issuer.url}/other` }),
  'for another audience': (issuer) => issuer.token({ aud: 'another' }),
  'for another client': (issuer) => issuer.token({ aud: undefined, client_id: 'another' }),
  'for renewing': (issuer) => issuer.token({ token_use: 'refresh' }),
  'with alg none': (issuer) => `${unsigned({ alg: 'none' }, issuer.claims())}.`,
  'with HS256 and the public key as its secret': (issuer) => {
    const content = unsigned({ alg: 'HS256', kid: 'k1' }, issuer.claims());
    const secret = issuer.key.publicKey.export({ type: 'spki', format: 'pem' });
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  },
  'with a swapped key': (issuer) => issuer.token({}, {}, newKey().privateKey),
  'with a key of its own in its header': (issuer) => {
    const own = newKey();
    const header = { jwk: own.publicKey.export({ format: 'jwk' }), jku: 'http://127.0.0.1:9/', kid: undefined };
    return issuer.token({}, header, own.privateKey);
  },
  'with an edited role': (issuer) => edited(issuer, { groups: ['officer', 'district:yuhang'] }),
  'with an edited community': (issuer) => edited(issuer, { groups: ['guard', 'community:wuchang'] }),
  'with two roles': (issuer) => issuer.token({ groups: ['guard', 'officer', 'community:xixi'] }),
  'with no role': (issuer) => issuer.token({ groups: ['community:xixi'] }),
  'of an operator, who sees nobody': (issuer) => issuer.token({ groups: ['operator', 'community:xixi'] }),
  'of a community that there is not': (issuer) => issuer.token({ groups: ['guard', 'community:atlantis'] }),
  'of no sign-in': (issuer) => issuer.token({ sid: undefined }),
  'that is none': () => 'guard:1234',
  'that is not there': () => '',
};

function edited(issuer: TokenIssuer, changes: object): string {
  const [header = '', , signature = ''] = issuer.token().split('.');
  return [header, part(issuer.claims(changes)), signature].join('.');
}

function secondsOf(issuer: TokenIssuer): number {
  return Number(issuer.claims()['iat']);
}

function unsigned(header: object, claims: object): string {
  return `${part(header)}.${part(claims)}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
