import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { type Alerting, createAlerting } from './alerting.ts';
import { createAlertsStore } from './alerts-store.ts';
import { createDynamoDb, createIotData, createSns } from './aws-clients.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Configs, createConfigs } from './configs.ts';
import { createDisabledGates, type DisabledGates } from './disabled-gates.ts';
import { createLog } from './log.ts';
import { createMetrics, type FunctionMetrics } from './metrics.ts';
import { createNotifyOperator } from './operator-notice.ts';
import { createPlaces } from './places.ts';
import { createPublishAlert } from './publisher.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { createQuarantineStore } from './quarantine-store.ts';
import type { Table } from './table.ts';

/** What every function that takes messages from gates is made of; made once an instance, at its start. */
export interface Common {
  clock: Clock;
  client: DynamoDBClient;
  iotData: IoTDataPlaneClient;
  state: Table;
  metrics: FunctionMetrics;
  configs: Configs;
  disabledGates: DisabledGates;
  alerting: Alerting;
  quarantine: Quarantine;
}

export function compose(environment: { stateTable: string; operatorTopicArn: string }): Common {
  const clock = systemClock;
  const client = createDynamoDb();
  const iotData = createIotData();
  const state = { client, name: environment.stateTable };
  const alerting = createAlerting({
    store: createAlertsStore(state),
    places: createPlaces(state, clock),
    publish: createPublishAlert(iotData),
    notifyOperator: createNotifyOperator(createSns(), environment.operatorTopicArn),
  });
  return {
    clock,
    client,
    iotData,
    state,
    metrics: createMetrics(),
    configs: createConfigs(state),
    disabledGates: createDisabledGates(state, clock),
    alerting,
    quarantine: createQuarantine({ store: createQuarantineStore(state), state, alerting, log: createLog() }),
  };
}
