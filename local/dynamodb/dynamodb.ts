import { join } from 'node:path';
import { UsageError } from '../../domain/errors.ts';
import type { Endpoint } from '../aws/endpoint.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { createEmbeddedDynamoDb, type EmbeddedOptions } from './embedded.ts';
import { connectToAws } from './real.ts';
import { createRemoteDynamoDb, type Remote } from './remote.ts';

export interface DynamoDbOptions extends EmbeddedOptions {
  /** `dynalite`, `local` (DynamoDB Local), `aws`, or the URL of an engine that runs already. */
  setting: string;
  /** The path of DynamoDBLocal.jar, for `local`. */
  localJar: string | undefined;
}

/**
 * DynamoDB with the tables of a template, on a loopback port that lets each role do what its policy says.
 * @throws UsageError when the setting is none of the four.
 */
export function createDynamoDb({ setting, localJar, ...options }: DynamoDbOptions): Endpoint {
  if (setting === 'dynalite') return createEmbeddedDynamoDb({ ...options, folder: join(options.folder, setting) });
  return createRemoteDynamoDb({ ...options, connect: connection(setting, { localJar, ...options }) });
}

function connection(
  setting: string,
  { localJar, folder, log }: Pick<DynamoDbOptions, 'localJar' | 'folder' | 'log'>,
): () => Promise<Remote> {
  if (setting === 'local') return () => startDynamoDbLocal(join(folder, setting), localJar);
  if (setting === 'aws') return () => connectToAws(log);
  const url = URL.parse(setting);
  if (url?.protocol !== 'http:') {
    throw new UsageError(
      `GATEHOUSE_DYNAMODB is "${setting}"; it takes dynalite, local, aws, or a URL like http://127.0.0.1:8001.`,
    );
  }
  const credentials = async () => ({ accessKeyId: 'gatehouse', secretAccessKey: 'gatehouse' });
  return async () => ({ url, region: 'local-1', credentials, close: async () => {} });
}
