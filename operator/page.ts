import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { exitCodes, readFlags, runCommand } from '../cli/command.ts';
import { UsageError } from '../domain/errors.ts';
import { consoleByCloudFront, synthesisVariables } from '../domain/names.ts';
import { connectToDeployment } from './deployment.ts';
import { publishPage } from './page/publish.ts';

const help = `npm run page

Builds the guards' page and puts it where the deployment on AWS has a place for it, with the addresses of that deployment.
Guards get the new one when they open the page the next time. On this machine "npm start" serves the page.

  --help    this text

Exit code 0: done. 2: it could not be done; one line says why.
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, { help: { type: 'boolean', default: false } });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const deployment = await connectToDeployment({ aws: true });
  const s3 = new S3Client();
  try {
    const { page, outputs, mqtts } = deployment;
    if (!page) {
      throw new UsageError(
        `The deployment has no place for the page: deploy it with ${synthesisVariables.consoleUrl}=${consoleByCloudFront}, or put console/dist where you want it.`,
      );
    }
    const { issuer, audience: clientId, apiUrl: api, timeZone } = outputs;
    const { files, removed } = await publishPage(s3, page.bucket, {
      folder: join(import.meta.dirname, '../console/dist'),
      settings: { issuer, clientId, api, mqtt: `wss://${mqtts.host}/mqtt`, timeZone },
      nowMs: Date.now(),
    });
    process.stdout.write(`${files} files are there, ${removed} old ones are gone: ${page.url}\n`);
    return exitCodes.done;
  } finally {
    s3.destroy();
    deployment.close();
  }
});
