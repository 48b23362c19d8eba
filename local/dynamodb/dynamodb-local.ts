import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../../domain/errors.ts';
import { dynamoDbLimits } from '../limits.ts';
import { portOrFree } from '../ports.ts';
import type { Remote } from './remote.ts';

/** Names the jar of DynamoDB Local; the libraries that belong to it lie beside it. */
export const jarVariable = 'GATEHOUSE_DYNAMODB_LOCAL_JAR';

// Java notices nothing when its parent ends. A reader beside it does: its input ends with the parent, however that ends.
const guarded = 'exec 3<&0; (read -r _ <&3; kill $$) & exec java "$@" </dev/null 3<&-';

/**
 * Starts DynamoDB Local with its files in `folder`.
 * @throws UsageError when the jar is not named or not there, or Java does not start it.
 */
export async function startDynamoDbLocal(folder: string, jar: string | undefined): Promise<Remote> {
  if (jar === undefined || !existsSync(jar)) {
    throw new UsageError(
      `GATEHOUSE_DYNAMODB=local needs Java and ${jarVariable}, the path of DynamoDBLocal.jar${jar === undefined ? '' : `; there is no ${jar}`}.`,
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const port = await portOrFree(0);
  const java = ['-jar', jar, '-port', `${port}`, '-dbPath', folder, '-sharedDb', '-disableTelemetry'];
  const child = spawn('sh', ['-c', guarded, 'sh', `-Djava.library.path=${libraries(jar)}`, ...java], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const url = new URL(`http://127.0.0.1:${port}`);
  let hasEnded = false;
  for (const event of ['exit', 'error']) child.once(event, () => (hasEnded = true));
  const close = async () => {
    if (hasEnded) return;
    child.stdin.end();
    await once(child, 'exit');
  };
  const deadline = AbortSignal.timeout(dynamoDbLimits.javaStartMs);
  while (!(await answers(url))) {
    if (hasEnded || deadline.aborted) {
      await close();
      throw new UsageError(`DynamoDB Local does not start. Run java -jar ${jar} to see why.`);
    }
    await pause(dynamoDbLimits.javaPollMs);
  }
  // Letters and digits only, or it refuses them.
  const credentials = async () => ({ accessKeyId: 'gatehouse', secretAccessKey: 'gatehouse' });
  return { url, region: 'local-1', credentials, close };
}

/** Where the jar is unpacked, its native SQLite lies in a folder beside it. */
function libraries(jar: string): string {
  return join(dirname(jar), 'DynamoDBLocal_lib');
}

async function answers(url: URL): Promise<boolean> {
  try {
    await (await fetch(url)).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
