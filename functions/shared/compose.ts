import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { GatehouseError } from '../../domain/errors.ts';
import type { Waits } from '../../domain/escalation/next-step.ts';
import { parseWaits } from '../../domain/escalation/waits.ts';
import type { environmentNames } from '../../domain/names.ts';
import { type Alerting, createAlerting } from './alerting.ts';
import { type AlertsStore, createAlertsStore } from './alerts-store.ts';
import { createDynamoDb, createIotData, createSns, createSqs } from './aws-clients.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Configs, createConfigs } from './configs.ts';
import { createDisabledGates, type DisabledGates } from './disabled-gates.ts';
import { createLog } from './log.ts';
import { createLookLater, type LookLater } from './look-later.ts';
import { createMetrics, type FunctionMetrics } from './metrics.ts';
import { createNotifyOperator } from './operator-notice.ts';
import { createPlaces } from './places.ts';
import { createPublishAlert } from './publisher.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { createQuarantineStore } from './quarantine-store.ts';
import type { Table } from './table.ts';

/** What has to be set where alerts are raised or handled. */
export const alertingEnvironment = [
  'stateTable',
  'operatorTopicArn',
  'escalationsQueueUrl',
  'escalateAfterS',
] as const satisfies (keyof typeof environmentNames)[];

/** What every function that raises or handles alerts is made of; made once an instance, at its start. */
export interface Common {
  clock: Clock;
  client: DynamoDBClient;
  iotData: IoTDataPlaneClient;
  state: Table;
  metrics: FunctionMetrics;
  configs: Configs;
  disabledGates: DisabledGates;
  waits: Waits;
  lookLater: LookLater;
  alerts: AlertsStore;
  alerting: Alerting;
  quarantine: Quarantine;
}

export function compose(environment: Readonly<Record<(typeof alertingEnvironment)[number], string>>): Common {
  const clock = systemClock;
  const client = createDynamoDb();
  const iotData = createIotData();
  const state = { client, name: environment.stateTable };
  const waits = parseWaits(environment.escalateAfterS);
  if (!waits) throw new GatehouseError('How long alerts wait is not two numbers of seconds.');
  const alerts = createAlertsStore(state, waits);
  const lookLater = createLookLater(createSqs(), environment.escalationsQueueUrl, clock);
  const alerting = createAlerting({
    store: alerts,
    places: createPlaces(state, clock),
    publish: createPublishAlert(iotData),
    notifyOperator: createNotifyOperator(createSns(), environment.operatorTopicArn),
    lookLater,
    waits,
  });
  return {
    clock,
    client,
    iotData,
    state,
    metrics: createMetrics(),
    configs: createConfigs(state),
    disabledGates: createDisabledGates(state, clock),
    waits,
    lookLater,
    alerts,
    alerting,
    quarantine: createQuarantine({ store: createQuarantineStore(state), state, alerting, log: createLog() }),
  };
}
