import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { MqttClient } from 'mqtt';
import { wireLimits } from '../../domain/limits/wire.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { indexAttributes } from '../../domain/names.ts';
import { alertKey, openIn } from '../../domain/state-keys.ts';
import { type EnrolledDevice, publishPasses } from './device.ts';
import { feverOf, passOf } from './passes.ts';
import type { RunningStack } from './stack.ts';

/** So that none of them is late, however long the run takes. */
const betweenMs = 50;

/** What a bad hour brings: people who are too warm, more or less, and every fourth time a code that is red. */
function badPass(seq: number, at: string, epoch: string): Pass {
  const measured = { epoch, seq, at, code: null };
  if (seq % 4 === 0) {
    const code = { form: 'provider', text: `SECRET-CODE-${epoch}-${seq}`, status: 'red' } as const;
    return passOf({ ...measured, code, verdict: 'refuse', reason: 'code-red' });
  }
  return feverOf({ ...measured, skinC: 36 + (seq % 7) / 10 });
}

/** Has a gate raise so many alerts: each is of somebody else, of now and some moments before. */
export async function raiseAlerts(client: MqttClient, gate: EnrolledDevice, count: number): Promise<void> {
  const epoch = `many${gate.deviceId.replaceAll('-', '')}`.slice(-16);
  const firstAtMs = Date.now() - count * betweenMs;
  const passes = Array.from({ length: count }, (_, index) =>
    badPass(index + 1, new Date(firstAtMs + index * betweenMs).toISOString(), epoch),
  );
  for (let at = 0; at < count; at += wireLimits.passesPerMessageMax) {
    const some = passes.slice(at, at + wireLimits.passesPerMessageMax);
    await publishPasses(client, gate, { sentAt: new Date().toISOString(), passes: some });
  }
}

/** So far apart that each is shown by itself. */
const apartMs = 6 * 60_000;
/** DynamoDB takes no more in one request. */
const itemsPerBatch = 25;

/** Puts alerts of the last days that nobody has handled into the table, as raising them would have. */
export async function leaveUnhandled({ deployment }: RunningStack, count: number): Promise<void> {
  const { clients, outputs } = deployment;
  const items = Array.from({ length: count }, (_, index) => unhandled(index)).map((alert) => ({
    ...alertKey(alert.alertId),
    ...alert,
    [indexAttributes.openAlerts.partition]: openIn(alert.district, alert.community),
  }));
  for (let at = 0; at < count; at += itemsPerBatch) {
    const some = items.slice(at, at + itemsPerBatch).map((item) => ({ PutRequest: { Item: marshall(item) } }));
    await clients.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [outputs.stateTable]: some } }));
  }
}

function unhandled(index: number): Alert {
  const raisedAt = new Date(Date.now() - (index + 1) * apartMs).toISOString();
  const gate = 'xixi-gate-1';
  const person = {
    epoch: 'abcdefgh12',
    seq: index + 1,
    direction: 'in',
    site: 'face',
    skinC: 36.4,
    baselineC: 34.9,
    reason: 'too-warm',
  } as const;
  return {
    alertId: `fever#${gate}#abcdefgh12#${index + 1}`,
    kind: 'fever',
    state: 'open',
    revision: 0,
    district: 'yuhang',
    community: 'xixi',
    gate,
    raisedAt,
    late: false,
    person,
  };
}
