import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../../local/clock.ts';
import { createCertificateAuthority } from '../../local/iot/authority.ts';

/** A machine that messages are posted to by HTTPS: a push service, a webhook. */
export interface Receiver {
  /** `127.0.0.1:{port}`. */
  host: string;
  /** Who has issued its certificate. */
  caFile: string;
  received: { url: string; headers: IncomingHttpHeaders; body: Buffer }[];
  /** Answers by path; 201 unless it is here. */
  status: Map<string, number>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-receiver-'));
  const { server: tls, caPath } = await createCertificateAuthority(folder, systemClock);
  const received: Receiver['received'] = [];
  const status: Receiver['status'] = new Map();
  const server = createServer({ key: tls.keyPem, cert: tls.certificatePem }, async (request, response) => {
    const url = request.url ?? '';
    received.push({ url, headers: request.headers, body: await buffer(request) });
    response.writeHead(status.get(url) ?? 201, { location: 'https://127.0.0.1:1/' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    caFile: caPath,
    received,
    status,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
