import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import { Aedes } from 'aedes';

/*
 * A broker that takes everything from whoever has a certificate of the authority, in a process of its own: it does the
 * least that a broker can do, so that clients are compared and not brokers.
 */

const [keyFile, certificateFile, caFile] = process.argv.slice(2).map((file) => readFileSync(file));
const broker = await Aedes.createBroker({ concurrency: 0 });
const server = createServer(
  { key: keyFile, cert: certificateFile, ca: caFile, requestCert: true, rejectUnauthorized: true },
  broker.handle,
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
