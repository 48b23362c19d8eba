import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { defaultConfig, type GateConfig, gateConfig } from '../../domain/messages/config.ts';
import { configKey, configPrefix, gateKey } from '../../domain/state-keys.ts';
import { gateTopic } from '../../domain/topics.ts';
import type { Retry } from '../shared/retry.ts';
import { createItem, type Table, toItem } from '../shared/table.ts';

/** What gates are told of how to judge and to send. */
export interface GateConfigs {
  /** What a gate was given last; the protocol's defaults when it was given nothing. */
  latest(gate: string, retry: Retry): Promise<GateConfig>;
  /**
   * Gives a gate its next config: kept for ever, since passes name it, then published, so that it gets it when it is there.
   * @returns false when somebody else made the same version.
   */
  give(to: { community: string; gate: string }, config: GateConfig, retry: Retry): Promise<boolean>;
}

export function createGateConfigs(state: Table, iotData: IoTDataPlaneClient): GateConfigs {
  return {
    async latest(gate, retry) {
      const command = new QueryCommand({
        TableName: state.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: toItem({ ':pk': gateKey(gate).pk, ':prefix': configPrefix }),
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      });
      const { Items: [last] = [] } = await retry(() => state.client.send(command));
      return last ? gateConfig.parse(unmarshall(last)['config']) : defaultConfig;
    },
    async give(to, config, retry) {
      if (!(await createItem(state, { ...configKey(to.gate, config.version), config }, retry))) return false;
      const command = new PublishCommand({
        topic: gateTopic(to, 'config'),
        payload: Buffer.from(JSON.stringify(config)),
        qos: 1,
        retain: true,
      });
      await retry(() => iotData.send(command));
      return true;
    },
  };
}
