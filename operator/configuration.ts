import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { UsageError } from '../domain/errors.ts';
import { type GateConfig, gateConfig } from '../domain/messages/config.ts';
import { gateTopic } from '../domain/topics.ts';
import type { Device } from './enrolment.ts';
import { latestConfig, recordConfig, type StateTable } from './gate-records.ts';

type Groups = 'limitC' | 'redLimitC' | 'codes' | 'drain';

/** What an operator may change of a config; what is left out stays as it is. */
export type ConfigChanges = Partial<Omit<GateConfig, 'version' | 'issuedAt' | Groups>> & {
  [group in Groups]?: Partial<GateConfig[group]>;
};

/**
 * Gives a gate its next config: recorded first, since passes will name it, then published retained, so that a
 * gate that is away gets it when it is back.
 * @throws UsageError when the result is no valid config.
 */
export async function configureGate(
  { state, iotData }: { state: StateTable; iotData: IoTDataPlaneClient },
  gate: Device,
  changes: ConfigChanges,
  nowMs: number,
): Promise<GateConfig> {
  const held = await latestConfig(state, gate.deviceId);
  const next = gateConfig.safeParse({
    ...held,
    ...changes,
    limitC: { ...held.limitC, ...changes.limitC },
    redLimitC: { ...held.redLimitC, ...changes.redLimitC },
    codes: { ...held.codes, ...changes.codes },
    drain: { ...held.drain, ...changes.drain },
    version: held.version + 1,
    issuedAt: new Date(nowMs).toISOString(),
  });
  if (!next.success) {
    const [issue] = next.error.issues;
    throw new UsageError(`That is no config: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  await recordConfig(state, gate.deviceId, next.data);
  await iotData.send(
    new PublishCommand({
      topic: gateTopic({ community: gate.community, gate: gate.deviceId }, 'config'),
      payload: new TextEncoder().encode(JSON.stringify(next.data)),
      qos: 1,
      retain: true,
    }),
  );
  return next.data;
}
