import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { UsageError } from '../domain/errors.ts';
import { type GateConfig, gateConfig } from '../domain/messages/config.ts';
import { gateTopic } from '../domain/topics.ts';
import type { Device } from './enrolment.ts';
import { latestConfig, recordConfig, type StateTable } from './gate-records.ts';

/** What an operator may change of a config; what is left out stays as it is. */
export interface ConfigChanges {
  lingerS?: number | undefined;
  passesPerMessage?: number | undefined;
  heartbeatS?: number | undefined;
  limitFaceC?: number | undefined;
  limitForeheadC?: number | undefined;
}

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
    version: held.version + 1,
    lingerS: changes.lingerS ?? held.lingerS,
    passesPerMessage: changes.passesPerMessage ?? held.passesPerMessage,
    heartbeatS: changes.heartbeatS ?? held.heartbeatS,
    limitC: {
      face: changes.limitFaceC ?? held.limitC.face,
      forehead: changes.limitForeheadC ?? held.limitC.forehead,
    },
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
