import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { requestLimits } from '../../domain/limits/functions.ts';

/*
 * One client of a service in an instance: its connections are kept alive from invocation to invocation. Endpoints
 * come from the region, or from AWS_ENDPOINT_URL_… where the functions run on one machine.
 */
const settings = {
  // `createRetry` tries again instead: it knows how much time the invocation has left.
  maxAttempts: 1,
  requestHandler: { connectionTimeout: requestLimits.connectMaxMs, requestTimeout: requestLimits.answerMaxMs },
};

export const createDynamoDb = (): DynamoDBClient => quietly(new DynamoDBClient(settings));
export const createIotData = (): IoTDataPlaneClient => quietly(new IoTDataPlaneClient(settings));
export const createLambda = (): LambdaClient => quietly(new LambdaClient(settings));
export const createKms = (): KMSClient => quietly(new KMSClient(settings));
export const createSecretsManager = (): SecretsManagerClient => quietly(new SecretsManagerClient(settings));
export const createSns = (): SNSClient => quietly(new SNSClient(settings));
export const createSqs = (): SQSClient => quietly(new SQSClient(settings));

/**
 * Without the SDK's logging: it prepares each request for a log that nobody keeps, at 13 µs an item of a batch, and
 * nothing of a request may ever be in a log (law 6).
 */
function quietly<Client extends { middlewareStack: { remove(name: string): boolean } }>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
