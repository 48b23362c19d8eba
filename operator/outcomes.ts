import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { UsageError } from '../domain/errors.ts';
import { outcomeLimits } from '../domain/limits.ts';
import { dayAfter, localDay } from '../domain/local-day.ts';
import { id } from '../domain/messages/fields.ts';
import { pass } from '../domain/messages/pass.ts';
import { passesOf } from '../domain/pass-key.ts';
import { countPass, noOutcomes, type Outcomes } from '../domain/screening/outcomes.ts';
import { stateOf } from './commands/define.ts';
import type { Deployment } from './deployment.ts';
import { allConfigs } from './gate-records.ts';

const storedPass = pass
  .pick({
    epoch: true,
    seq: true,
    at: true,
    site: true,
    skinC: true,
    baselineC: true,
    more: true,
    sensorFault: true,
    contactC: true,
    recheckOf: true,
    configVersion: true,
  })
  .extend({ gate: id });

type Configs = Awaited<ReturnType<typeof allConfigs>>;

/**
 * What became of the people who passed in a community in the last days, today included.
 * @throws UsageError when there are more than a command reads.
 */
export async function readOutcomes(
  deployment: Deployment,
  community: string,
  days: number,
  nowMs: number,
): Promise<Outcomes> {
  const outcomes = noOutcomes();
  const configs = new Map<string, Promise<Configs>>();
  let read = 0;
  const today = localDay(nowMs, deployment.outputs.timeZone);
  for (let back = days - 1; back >= 0; back--) {
    // By time, as they lie in the table: a second measurement comes after the first.
    for await (const { gate, ...stored } of passesOfDay(deployment, passesOf(community, dayAfter(today, -back)))) {
      if (++read > outcomeLimits.passesReadMax) {
        throw new UsageError(`More than ${outcomeLimits.passesReadMax} passes: take fewer --days.`);
      }
      const known = configs.get(gate) ?? allConfigs(stateOf(deployment), gate);
      configs.set(gate, known);
      countPass(outcomes, gate, stored, (await known).get(stored.configVersion));
    }
  }
  return outcomes;
}

async function* passesOfDay({ clients, outputs }: Deployment, partition: string) {
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: outputs.passesTable,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: marshall({ ':partition': partition }),
    },
  );
  for await (const { Items = [] } of pages) yield* z.array(storedPass).parse(Items.map((item) => unmarshall(item)));
}
