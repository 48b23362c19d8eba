import { isDeepStrictEqual } from 'node:util';
import { GatehouseError } from '../../domain/errors.ts';
import { cameBack, dueAtMs, observe, type Sign } from '../../domain/gate-presence.ts';
import { presenceLimits } from '../../domain/limits/gates.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import type { Heartbeat } from '../../domain/messages/status.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { Configs } from '../shared/configs.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import type { GateRecord } from './gate-record.ts';
import type { GatesStore } from './gates-store.ts';
import { offlineAlert } from './offline-alert.ts';

/** Thrown when others wrote the same gate's item each time: Lambda's retry comes when they are done. */
class ContendedError extends GatehouseError {
  override readonly name = 'ContendedError';
}

export interface Observation {
  gate: string;
  sign: Sign;
  /** With a sign of that kind: what it said. */
  heartbeat?: Heartbeat;
  receivedAt: number;
}

interface Parts {
  gates: GatesStore;
  configs: Configs;
  alerting: Alerting;
}

/**
 * Takes in one sign of a gate. When it shows that a gate that was reported offline is back, the alert is resolved
 * first and the gate's record written after it: a crash in between leaves a record that says "offline" still, and
 * the redelivered sign does the same again.
 * @returns false when no such gate is enrolled.
 */
export async function observeGate(parts: Parts, observation: Observation, retry: Retry): Promise<boolean> {
  const { gates, alerting } = parts;
  const { gate, heartbeat, receivedAt } = observation;
  for (let writes = 0; writes < presenceLimits.writesMax; writes++) {
    const record = await gates.find(gate, retry);
    if (!record) return false;
    const { next, resolves, isNew } = await nextRecord(parts, record, observation, retry);
    if (!isNew) return true;
    if (resolves !== undefined) {
      const at = toInstant(receivedAt);
      await alerting.resolve(offlineAlert(record, resolves, at), at, retry);
    }
    const isLatest = next.presence.heartbeatAtMs !== record.presence.heartbeatAtMs;
    if (await gates.save(record.revision, next, retry, isLatest ? heartbeat : undefined)) return true;
  }
  throw new ContendedError(`The record of gate ${gate} was written by others ${presenceLimits.writesMax} times.`);
}

async function nextRecord({ configs }: Parts, record: GateRecord, observation: Observation, retry: Retry) {
  const { sign, heartbeat } = observation;
  const presence = observe(record.presence, sign);
  const isLatest = presence.heartbeatAtMs !== record.presence.heartbeatAtMs;
  const configVersion = (isLatest ? heartbeat?.configVersion : undefined) ?? record.configVersion;
  const { offlineSince } = record;
  const isBack = offlineSince !== undefined && cameBack(presence, Date.parse(offlineSince));
  const next = { ...record, presence, configVersion };
  if (isBack) next.offlineSince = undefined;
  // While it is reported offline, whether it is due says only whether the alert is still to be raised.
  if (next.offlineSince === undefined) {
    const { heartbeatS } = (await configs.find(record.gate, configVersion, retry)) ?? defaultConfig;
    const dueMs = dueAtMs(presence, heartbeatS);
    next.dueAt = dueMs === undefined ? undefined : toInstant(dueMs);
  }
  return { next, resolves: isBack ? offlineSince : undefined, isNew: isBack || !isDeepStrictEqual(next, record) };
}
