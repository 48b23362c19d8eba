import { relative } from 'node:path';
import { ingestTopic } from '../domain/topics.ts';
import { deviceFiles } from '../operator/certificates.ts';
import type { Deployment } from '../operator/deployment.ts';
import { demoGates } from './fleet.ts';

/** How somebody sends a pass with a program that is not ours. */
export function byHand({ mqtts, devicesFolder }: Deployment): string[] {
  const [place] = demoGates;
  if (!place) return [];
  const handGate = { community: place.community, gate: `${place.community}-gate-9` };
  const { keyFile, certificateFile } = deviceFiles(devicesFolder, handGate.gate);
  const here = (path: string) => relative(process.cwd(), path);
  return [
    'Send a pass of your own, from another terminal, with a gate of your own:',
    `  npm run -s gates -- enrol ${handGate.gate} --district ${place.district} --community ${handGate.community}`,
    `  npm run -s gates -- sample ${handGate.gate} --fever | mosquitto_pub -s -q 1 -i ${handGate.gate} \\`,
    `    -h ${mqtts.host} -p ${mqtts.port} --cafile ${here(mqtts.caFile ?? '')} --key ${here(keyFile)} \\`,
    `    --cert ${here(certificateFile)} -t '${ingestTopic(handGate, 'passes')}'`,
    '',
  ];
}
