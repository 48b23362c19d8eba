import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { defaultHome, type Endpoints, endpoints, endpointsFile } from '../domain/endpoints.ts';
import { UsageError } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import { outputNames, pageOutputNames, stackName } from '../domain/names.ts';

/** AWS service clients that point at one deployment. */
interface Clients {
  iot: IoTClient;
  iotData: IoTDataPlaneClient;
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  lambda: LambdaClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/** A running Gatehouse, on AWS or on this machine: the same code talks to both. */
export interface Deployment {
  clients: Clients;
  outputs: Record<keyof typeof outputNames, string>;
  /** Where devices connect. `caFile` is absent on AWS, whose certificate public roots vouch for. */
  mqtts: { host: string; port: number; caFile?: string };
  /** Environment variables that lead any AWS program to it; on AWS none, the usual settings do. */
  variables: Record<string, string>;
  /** Where the guards' page lies; absent where the deployment has no place for it. */
  page?: { bucket: string; url: string };
  /** Where keys and certificates of devices are kept unless a command says otherwise. */
  devicesFolder: string;
  close(): void;
}

/** The state folder of the local stack. */
export function homeFolder(): string {
  return resolve(process.env['GATEHOUSE_HOME'] ?? defaultHome);
}

/**
 * Connects to the local stack that runs now, or, with `aws`, to the stack in the account that the usual AWS
 * settings (profile, role, region) name.
 * @param home state folder of the local stack; GATEHOUSE_HOME says which unless it is given.
 * @throws UsageError when there is none.
 */
export async function connectToDeployment({ aws, home }: { aws: boolean; home?: string }): Promise<Deployment> {
  return aws ? connectToAws() : connectToLocal(readEndpoints(home), home ?? homeFolder());
}

/** What a running local stack says of itself. @throws UsageError when none runs here. */
export function readEndpoints(home = homeFolder()): Endpoints {
  const file = join(home, endpointsFile);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`No stack runs on ${home}: start one with "npm start", or add --aws for the one on AWS.`, {
      cause,
    });
  }
  const parsed = endpoints.safeParse(parseJson(text));
  if (!parsed.success) throw new UsageError(`${file} is damaged: stop the stack, remove the file and start again.`);
  if (!isRunning(parsed.data.pid)) {
    throw new UsageError(`The stack of ${home} has ended without saying goodbye: start it again with "npm start".`);
  }
  return parsed.data;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function connectToLocal(local: Endpoints, home: string): Deployment {
  const common = { region: local.aws.region, credentials: local.credentials };
  const atAws = { ...common, endpoint: local.aws.url };
  const clients: Clients = {
    iot: new IoTClient(atAws),
    iotData: new IoTDataPlaneClient(atAws),
    dynamodb: new DynamoDBClient({ ...common, endpoint: local.dynamodb.url }),
    sqs: new SQSClient(atAws),
    lambda: new LambdaClient(atAws),
    kms: new KMSClient(atAws),
    secretsManager: new SecretsManagerClient(atAws),
  };
  return {
    clients,
    outputs: readOutputs(local.outputs),
    mqtts: local.mqtts,
    variables: {
      AWS_ENDPOINT_URL: local.aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: local.dynamodb.url,
      AWS_REGION: local.aws.region,
      AWS_ACCESS_KEY_ID: local.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: local.credentials.secretAccessKey,
    },
    devicesFolder: join(home, 'devices'),
    close: () => closeAll(clients),
  };
}

async function connectToAws(): Promise<Deployment> {
  const cloudFormation = new CloudFormationClient();
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
    const iot = new IoTClient();
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    if (!endpointAddress) throw new UsageError('IoT Core names no endpoint in this region.');
    const clients: Clients = {
      iot,
      iotData: new IoTDataPlaneClient({ endpoint: `https://${endpointAddress}` }),
      dynamodb: new DynamoDBClient(),
      sqs: new SQSClient(),
      lambda: new LambdaClient(),
      kms: new KMSClient(),
      secretsManager: new SecretsManagerClient(),
    };
    return {
      clients,
      outputs: readOutputs(outputs),
      mqtts: { host: endpointAddress, port: 8883 },
      variables: {},
      ...readPage(outputs),
      devicesFolder: resolve('devices'),
      close: () => closeAll(clients),
    };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`No stack "${stackName}" can be reached on AWS (${why}). Check profile and region.`, {
      cause,
    });
  } finally {
    cloudFormation.destroy();
  }
}

function readOutputs(found: Record<string, string | undefined>): Deployment['outputs'] {
  const output = (key: keyof typeof outputNames) => {
    const value = found[outputNames[key]];
    if (value === undefined) {
      throw new UsageError(`The stack has no output ${outputNames[key]}: it is of another version; deploy it again.`);
    }
    return value;
  };
  return {
    passesTable: output('passesTable'),
    stateTable: output('stateTable'),
    failuresQueueUrl: output('failuresQueueUrl'),
    ingestFunction: output('ingestFunction'),
    findingsFunction: output('findingsFunction'),
    statusFunction: output('statusFunction'),
    listsFunction: output('listsFunction'),
    auditFunction: output('auditFunction'),
    reconcileFunction: output('reconcileFunction'),
    apiFunction: output('apiFunction'),
    guardAuthorizerFunction: output('guardAuthorizerFunction'),
    escalateFunction: output('escalateFunction'),
    mailTopic: output('mailTopic'),
    apiUrl: output('apiUrl'),
    issuer: output('issuer'),
    audience: output('audience'),
    timeZone: output('timeZone'),
    signingKeyIds: output('signingKeyIds'),
    pseudonymSecret: output('pseudonymSecret'),
  };
}

function readPage(found: Record<string, string | undefined>): Pick<Deployment, 'page'> {
  const { [pageOutputNames.bucket]: bucket, [pageOutputNames.url]: url } = found;
  return bucket === undefined || url === undefined ? {} : { page: { bucket, url } };
}

function closeAll(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
