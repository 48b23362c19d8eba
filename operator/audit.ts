import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { UsageError } from '../domain/errors.ts';
import { dayAfter } from '../domain/local-day.ts';
import { id } from '../domain/messages/fields.ts';
import { inReplayOrder, type Replay, type ReplayedPass, replay, replayedPass } from '../domain/screening/replay.ts';
import { storedReplay } from '../domain/screening/stored-replay.ts';
import { gateKey, replayKey } from '../domain/state-keys.ts';
import type { Deployment } from './deployment.ts';
import { allConfigs, stateOf } from './gate-records.ts';
import { readPasses } from './passes.ts';

/**
 * Repeats what a gate did on one day, by the same rules and from the same start as the function that does so for all.
 * @throws UsageError when no such gate is enrolled.
 */
export async function auditGate(deployment: Deployment, gate: string, day: string): Promise<Replay> {
  const { clients, outputs } = deployment;
  const key = { TableName: outputs.stateTable, Key: marshall(gateKey(gate)) };
  const { Item } = await clients.dynamodb.send(new GetItemCommand(key));
  if (!Item) throw new UsageError(`No gate is called ${gate}; "npm run gates -- list" shows those there are.`);
  const { community } = z.object({ community: id }).parse(unmarshall(Item));
  const passes = await passesOfGate(deployment, community, gate, day);
  const configs = await allConfigs(stateOf(deployment), gate);
  const rules = { timeZone: outputs.timeZone, configOf: (version: number) => configs.get(version) };
  return replay(inReplayOrder(passes), rules, await startOf(deployment, gate, day));
}

async function passesOfGate(deployment: Deployment, community: string, gate: string, day: string) {
  const passes: ReplayedPass[] = [];
  for await (const one of readPasses(deployment, { community, gate, day }, replayedPass)) if (one) passes.push(one);
  return passes;
}

/** What the last audit before that day ended with. */
async function startOf({ clients, outputs }: Deployment, gate: string, day: string) {
  const { pk, sk: to } = replayKey(gate, dayAfter(day, -1));
  const command = new QueryCommand({
    TableName: outputs.stateTable,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: marshall({ ':pk': pk, ':from': replayKey(gate, '').sk, ':to': to }),
    ScanIndexForward: false,
    Limit: 1,
  });
  const { Items: [item] = [] } = await clients.dynamodb.send(command);
  return item && storedReplay.parse(unmarshall(item));
}
