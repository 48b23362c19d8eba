import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeThingCommand, paginateListThings, ResourceNotFoundException } from '@aws-sdk/client-iot';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { UsageError } from '../domain/errors.ts';
import { type Position, position } from '../domain/findings/position.ts';
import { thingAttributes } from '../domain/names.ts';
import { gateKey } from '../domain/state-keys.ts';
import type { Deployment } from './deployment.ts';
import { type Device, isPost } from './enrolment.ts';
import { listDisabledGates } from './gate-records.ts';

/** A device as an operator sees it: from the registry, and from what it reported. */
export interface KnownDevice extends Device {
  connected: boolean;
  lastHeartbeatAt?: string | undefined;
  /** Why it is disabled; absent when it is in service. */
  disabled?: string;
  /** Where the gate stands, when its enrolment said so. */
  position?: Position | undefined;
  /** As the last heartbeat said it. */
  sensor?: 'ok' | 'fault';
  /** How long ago its lists were known to be current, at the last heartbeat; null: it lacks one. */
  listsAgeS?: number | null | undefined;
}

/** BatchGetItem takes so many keys. */
const keysPerRead = 100;

/** What `state` holds of a gate, as far as a list shows it. */
const reported = z.object({
  gate: z.string(),
  connected: z.boolean().default(false),
  lastHeartbeatAt: z.string().optional(),
  position: position.optional(),
  health: z.object({ sensor: z.enum(['ok', 'fault']) }).optional(),
  listsAgeS: z.number().nullable().optional(),
});

/** All devices, in the registry's order. */
export async function listDevices(deployment: Deployment): Promise<KnownDevice[]> {
  const devices: Device[] = [];
  for await (const page of paginateListThings({ client: deployment.clients.iot }, {})) {
    for (const { thingName, attributes } of page.things ?? []) devices.push(toDevice(thingName, attributes));
  }
  const { dynamodb } = deployment.clients;
  const tableName = deployment.outputs.stateTable;
  const disabled = await listDisabledGates({ dynamodb, tableName });
  const known: KnownDevice[] = [];
  for (let from = 0; from < devices.length; from += keysPerRead) {
    const some = devices.slice(from, from + keysPerRead);
    const states = await readReported(dynamodb, tableName, some);
    for (const device of some) {
      const { gate, health, ...said } = states.get(device.deviceId) ?? {};
      const why = disabled.get(device.deviceId);
      known.push({
        ...device,
        connected: false,
        ...said,
        ...(health && { sensor: health.sensor }),
        ...(why && { disabled: why }),
      });
    }
  }
  return known;
}

/** @throws UsageError when no device is called so. */
export async function findDevice(deployment: Deployment, deviceId: string): Promise<Device> {
  try {
    const thing = await deployment.clients.iot.send(new DescribeThingCommand({ thingName: deviceId }));
    return toDevice(thing.thingName, thing.attributes);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new UsageError(`No device is called ${deviceId}; "npm run gates -- list" shows those there are.`);
  }
}

/** The gates that are enrolled in a community. */
export async function gatesOf(deployment: Deployment, community: string): Promise<Device[]> {
  const place = { attributeName: thingAttributes.community, attributeValue: community };
  const gates: Device[] = [];
  for await (const { things = [] } of paginateListThings({ client: deployment.clients.iot }, place)) {
    for (const { thingName, attributes } of things) gates.push(toDevice(thingName, attributes));
  }
  return gates.filter(({ deviceId }) => !isPost(deviceId));
}

function toDevice(thingName: string | undefined, attributes: Record<string, string> | undefined): Device {
  return {
    deviceId: thingName ?? '',
    district: attributes?.[thingAttributes.district] ?? '-',
    community: attributes?.[thingAttributes.community] ?? '-',
  };
}

async function readReported(dynamodb: DynamoDBClient, tableName: string, devices: readonly Device[]) {
  const states = new Map<string, z.infer<typeof reported>>();
  let keys = devices.map(({ deviceId }) => marshall(gateKey(deviceId)));
  while (keys.length > 0) {
    const read = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys } } }));
    for (const item of read.Responses?.[tableName] ?? []) {
      const state = reported.parse(unmarshall(item));
      states.set(state.gate, state);
    }
    keys = read.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return states;
}
