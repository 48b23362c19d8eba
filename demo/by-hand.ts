import { relative } from 'node:path';
import { ingestTopic } from '../domain/topics.ts';
import { deviceFiles } from '../operator/certificates.ts';
import type { Deployment } from '../operator/deployment.ts';
import { demoGates } from './fleet.ts';

/** How somebody sends a pass with a program that is not ours, from a shell in the project's folder. */
export function byHand({ mqtts, devicesFolder }: Deployment, environment: NodeJS.ProcessEnv): string[] {
  const [place] = demoGates;
  if (!place) return [];
  const handGate = { community: place.community, gate: `${place.community}-gate-9` };
  const { keyFile, certificateFile } = deviceFiles(devicesFolder, handGate.gate);
  const here = (path: string) => quoted(shorter(relative(process.cwd(), path), path));
  const home = environment['GATEHOUSE_HOME'];
  return [
    'Send a fever of your own, with a gate of your own, from another terminal here:',
    '',
    ...(home === undefined ? [] : [`  export GATEHOUSE_HOME=${quoted(home)}`]),
    `  npm run -s gates -- enrol ${handGate.gate} --district ${place.district} --community ${handGate.community}`,
    `  npm run -s gates -- sample ${handGate.gate} --fever | mosquitto_pub -s -q 1 \\`,
    `    -h ${mqtts.host} -p ${mqtts.port} -i ${handGate.gate} --cafile ${here(mqtts.caFile ?? '')} \\`,
    `    --key ${here(keyFile)} \\`,
    `    --cert ${here(certificateFile)} \\`,
    `    -t '${ingestTopic(handGate, 'passes')}'`,
    '',
  ];
}

function shorter(a: string, b: string): string {
  return a.length <= b.length ? a : b;
}

/** For a shell, when it needs to be. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
