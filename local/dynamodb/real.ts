import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UsageError } from '../../domain/errors.ts';
import type { Remote } from './remote.ts';

/**
 * DynamoDB in AWS, in the account and region of the caller's own profile.
 * @throws UsageError when there is no profile.
 */
export async function connectToAws(log: (line: string) => void): Promise<Remote> {
  const { config } = new DynamoDBClient({});
  try {
    const region = await config.region();
    const { accessKeyId } = await config.credentials();
    const { url } = config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    log(`DynamoDB is AWS itself (${url.host}, access key ${accessKeyId}): tables are made there, and cost money`);
    return { url, region, credentials: () => config.credentials(), close: async () => {} };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `GATEHOUSE_DYNAMODB=aws needs a profile with a region and credentials, such as AWS_PROFILE names (${why}).`,
      { cause },
    );
  }
}
