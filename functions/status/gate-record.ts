import * as z from 'zod';
import { type Connection, type GatePresence, isConnected } from '../../domain/gate-presence.ts';
import { configVersion, id, instant } from '../../domain/messages/fields.ts';
import type { Heartbeat } from '../../domain/messages/status.ts';
import { indexAttributes } from '../../domain/names.ts';
import { watchedGates } from '../../domain/state-keys.ts';
import { toInstant } from '../shared/timing.ts';

/** What `state` holds of a gate. Place and id are written at enrolment, everything else here. */
export interface GateRecord {
  gate: string;
  community: string;
  presence: GatePresence;
  configVersion: number;
  /** Since when it is silent, once that was noticed: the episode of its alert, which goes when the gate comes back. */
  offlineSince?: string | undefined;
  /** When somebody should look whether it is still there; absent when nobody has to. */
  dueAt?: string | undefined;
  /** Rises with every write: who writes has seen what was there. */
  revision: number;
}

const connection: z.ZodType<Connection> = z.object({
  event: z.enum(['connected', 'disconnected']),
  versionNumber: z.int(),
  atMs: z.int(),
});

const gateItem = z.object({
  gate: id,
  community: id,
  connection: connection.optional(),
  lastHeartbeatAt: instant.optional(),
  lastWillAt: instant.optional(),
  configVersion: configVersion.default(0),
  offlineSince: instant.optional(),
  [indexAttributes.due.sort]: instant.optional(),
  revision: z.int().default(0),
});

export function readGateRecord(item: Record<string, unknown>): GateRecord {
  const { lastHeartbeatAt, lastWillAt, connection, ...record } = gateItem.parse(item);
  const presence = { connection, heartbeatAtMs: toMs(lastHeartbeatAt), willAtMs: toMs(lastWillAt) };
  return { ...record, presence };
}

/**
 * The attributes that say all of a record; one that is `undefined` is to be removed.
 * @param heartbeat the latest; absent when this record came about without a new one.
 */
export function gateAttributes(record: GateRecord, heartbeat?: Heartbeat): Record<string, unknown> {
  const { presence, offlineSince, dueAt, configVersion, revision } = record;
  return {
    connected: isConnected(presence) && offlineSince === undefined,
    connection: presence.connection,
    lastHeartbeatAt: fromMs(presence.heartbeatAtMs),
    lastWillAt: fromMs(presence.willAtMs),
    configVersion,
    offlineSince,
    // Both or none: the index holds only gates that somebody should look at.
    [indexAttributes.due.partition]: dueAt && watchedGates,
    [indexAttributes.due.sort]: dueAt,
    revision,
    ...(heartbeat && reported(heartbeat)),
  };
}

function reported({ epoch, lastSeq, firmware, health, lists, listsAgeS }: Heartbeat) {
  return { epoch, lastSeq, firmware, health, lists, listsAgeS };
}

function toMs(at: string | undefined): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}

function fromMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toInstant(ms);
}
