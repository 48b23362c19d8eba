import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** The issuer's own key, and one of somebody else. */
export const keys = { own: newKey(), strange: newKey() };

/** A token issuer on a free port, with a discovery document and one key, `own`. */
export async function startIssuer() {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    const jwk = { ...keys.own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' };
    const documents: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: [{ kty: 'EC', kid: 'other' }, jwk] },
    };
    answer.end(JSON.stringify(documents[request.url ?? ''] ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { issuer, asked };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as somebody would make it who has this key; RS256 unless `header` says otherwise. */
export function tokenOf(claims: object, header: object = {}, key: KeyObject = keys.own.privateKey): string {
  const content = `${part({ alg: 'RS256', kid: 'own', ...header })}.${part(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}
