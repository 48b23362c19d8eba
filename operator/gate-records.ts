import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { UsageError } from '../domain/errors.ts';
import type { Position } from '../domain/findings/position.ts';
import { ingestLimits } from '../domain/limits/functions.ts';
import { defaultConfig, type GateConfig, gateConfig } from '../domain/messages/config.ts';
import {
  communityKey,
  configKey,
  disabledGateKey,
  disabledGates,
  gateKey,
  gateOfCommunityKey,
} from '../domain/state-keys.ts';
import type { Deployment } from './deployment.ts';
import type { Device } from './enrolment.ts';

/** The `state` table of a deployment. */
export interface StateTable {
  dynamodb: DynamoDBClient;
  tableName: string;
}

export function stateOf({ clients, outputs }: Deployment): StateTable {
  return { dynamodb: clients.dynamodb, tableName: outputs.stateTable };
}

/**
 * Mirrors a gate's place into `state`, where the functions read it; leaves what the gate reported alone.
 * @param position where it stands; without one, it stays where it was said to stand before, if ever.
 */
export async function recordGate(
  state: StateTable,
  { deviceId, district, community }: Device,
  position?: Position,
): Promise<void> {
  const place = { gate: deviceId, district, community, ...(position && { position }) };
  const names = Object.keys(place);
  await state.dynamodb.send(
    new UpdateItemCommand({
      TableName: state.tableName,
      Key: marshall(gateKey(deviceId)),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: marshall(
        Object.fromEntries(Object.entries(place).map(([name, value]) => [`:${name}`, value])),
      ),
    }),
  );
  await recordCommunity(state, { gate: deviceId, district, community });
}

/** Where the functions find the community and its gates; what is there already stays as it is. */
async function recordCommunity(
  state: StateTable,
  { gate, district, community }: { gate: string; district: string; community: string },
): Promise<void> {
  await state.dynamodb.send(
    new UpdateItemCommand({
      TableName: state.tableName,
      Key: marshall(communityKey(community)),
      UpdateExpression: 'SET district = :district',
      ExpressionAttributeValues: marshall({ ':district': district }),
    }),
  );
  await state.dynamodb.send(
    new PutItemCommand({ TableName: state.tableName, Item: marshall(gateOfCommunityKey(community, gate)) }),
  );
}

/**
 * Disables a gate: what it sends is kept in quarantine and stored nowhere else. Returns once every running
 * instance of a function has learnt of it.
 * @throws UsageError when no such gate is enrolled.
 */
export async function disableGate(state: StateTable, gate: string, why: string, nowMs: number): Promise<void> {
  const known = await state.dynamodb.send(
    new GetItemCommand({ TableName: state.tableName, Key: marshall(gateKey(gate)) }),
  );
  if (!known.Item) throw new UsageError(`No gate is called ${gate}; "npm run gates -- list" shows those there are.`);
  await state.dynamodb.send(
    new PutItemCommand({
      TableName: state.tableName,
      Item: marshall({ ...disabledGateKey(gate), reason: why, at: new Date(nowMs).toISOString(), by: 'operator' }),
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, ingestLimits.disabledGatesMaxAgeMs));
}

/** Takes a gate into service again. @returns whether it was disabled. */
export async function enableGate(state: StateTable, gate: string): Promise<boolean> {
  const { Attributes } = await state.dynamodb.send(
    new DeleteItemCommand({
      TableName: state.tableName,
      Key: marshall(disabledGateKey(gate)),
      ReturnValues: 'ALL_OLD',
    }),
  );
  return Attributes !== undefined;
}

/** Disabled gates with the reason of each. */
export async function listDisabledGates(state: StateTable): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  const pages = paginateQuery(
    { client: state.dynamodb },
    {
      TableName: state.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': disabledGates }),
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      const { sk, reason } = unmarshall(item);
      reasons.set(String(sk), String(reason));
    }
  }
  return reasons;
}

/** The config that a gate was given last; the protocol's defaults when it was given none. */
export async function latestConfig(state: StateTable, gate: string): Promise<GateConfig> {
  const { Items } = await state.dynamodb.send(
    new QueryCommand({
      TableName: state.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': gateKey(gate).pk, ':prefix': 'config#' }),
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  const item = Items?.[0];
  return item ? gateConfig.parse(readConfig(item)) : defaultConfig;
}

/** All that a gate was ever given, by version. */
export async function allConfigs(state: StateTable, gate: string): Promise<Map<number, GateConfig>> {
  const configs = new Map([[defaultConfig.version, defaultConfig]]);
  const pages = paginateQuery(
    { client: state.dynamodb },
    {
      TableName: state.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': gateKey(gate).pk, ':prefix': 'config#' }),
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const config = gateConfig.parse(readConfig(item));
      configs.set(config.version, config);
    }
  }
  return configs;
}

function readConfig(item: Record<string, AttributeValue>): unknown {
  return unmarshall(item)['config'];
}

/**
 * Keeps a new version of a gate's config for ever: passes name the version that they were judged by.
 * @throws UsageError when somebody else made the same version at this moment.
 */
export async function recordConfig(state: StateTable, gate: string, config: GateConfig): Promise<void> {
  try {
    await state.dynamodb.send(
      new PutItemCommand({
        TableName: state.tableName,
        Item: marshall({ ...configKey(gate, config.version), config }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new UsageError(`${gate} was configured by somebody else at this moment; look at it and try again.`);
  }
}
