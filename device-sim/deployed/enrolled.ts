import { readFile } from 'node:fs/promises';
import type { Deployment } from '../../operator/deployment.ts';
import { enrolGate, enrolPost } from '../../operator/enrolment.ts';
import { recordGate } from '../../operator/gate-records.ts';
import type { GatePlace } from '../gate/gate.ts';
import type { BrokerAddress } from '../gate/mqtt-connection.ts';

/** Enrols a gate, or finds it enrolled. @returns where it connects, with its certificate. */
export async function connectionOfGate(deployment: Deployment, place: GatePlace): Promise<BrokerAddress> {
  const device = { deviceId: place.gate, district: place.district, community: place.community };
  const files = await enrolGate(deployment.clients.iot, device, deployment.devicesFolder);
  await recordGate({ dynamodb: deployment.clients.dynamodb, tableName: deployment.outputs.stateTable }, device);
  return brokerAddress(deployment, files);
}

/** Enrols a guard post, which hears the alerts of its community, or finds it enrolled. */
export async function connectionOfPost(
  deployment: Deployment,
  post: { deviceId: string; district: string; community: string },
): Promise<BrokerAddress> {
  return brokerAddress(deployment, await enrolPost(deployment.clients.iot, post, deployment.devicesFolder));
}

async function brokerAddress(
  { mqtts }: Deployment,
  files: { keyFile: string; certificateFile: string },
): Promise<BrokerAddress> {
  const [key, cert] = await Promise.all([readFile(files.keyFile, 'utf8'), readFile(files.certificateFile, 'utf8')]);
  const ca = mqtts.caFile === undefined ? {} : { ca: await readFile(mqtts.caFile, 'utf8') };
  return { host: mqtts.host, port: mqtts.port, tls: { key, cert, ...ca } };
}
