import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { yuhangGates } from '../../../device-sim/places.ts';
import { parseJson } from '../../../domain/json.ts';
import { systemClock } from '../../../local/clock.ts';
import { createCertificateAuthority } from '../../../local/iot/authority.ts';
import { createSigningRequest, deviceFiles, writePrivately } from '../../../operator/certificates.ts';
import { type ClientFigures, type ClientRun, clientFigures } from './plan.ts';

const brokerFile = fileURLToPath(new URL('broker-process.ts', import.meta.url));
const clientFile = fileURLToPath(new URL('client-process.ts', import.meta.url));

interface BrokerProcess {
  address: Pick<ClientRun, 'broker' | 'devicesFolder'>;
  stop(): Promise<void>;
}

/** Makes certificates for the broker and so many gates, and starts the broker. */
export async function startBrokerProcess(folder: string, gates: number): Promise<BrokerProcess> {
  const authority = await createCertificateAuthority(folder, systemClock);
  const devicesFolder = join(folder, 'devices');
  for (const { gate } of yuhangGates(gates)) {
    const files = deviceFiles(devicesFolder, gate);
    const { pem } = await authority.signCsr(await createSigningRequest(files, gate));
    await writePrivately(files.certificateFile, pem);
  }
  const server = { key: join(folder, 'server.key'), certificate: join(folder, 'server.pem') };
  await writePrivately(server.key, authority.server.keyPem);
  await writePrivately(server.certificate, authority.server.certificatePem);
  const child = fork(brokerFile, [server.key, server.certificate, authority.caPath]);
  const [port] = z.tuple([z.int()]).parse((await once(child, 'message')).slice(0, 1));
  return {
    address: { broker: { host: '127.0.0.1', port, caFile: authority.caPath }, devicesFolder },
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** Runs clients in a process of their own, with a flash of their own. */
export async function runClients(run: Omit<ClientRun, 'workFolder'>, folder: string): Promise<ClientFigures> {
  const whole: ClientRun = { ...run, workFolder: mkdtempSync(join(folder, 'flash-')) };
  const args = ['--expose-gc', clientFile, JSON.stringify(whole)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return clientFigures.parse(parseJson(stdout));
}
