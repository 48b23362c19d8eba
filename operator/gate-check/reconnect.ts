import type { CloudSide, GateRecord } from './cloud-side.ts';
import { until } from './until.ts';

/** What followed when the cloud ended a gate's connection. */
export interface Reconnection {
  before: GateRecord;
  /** As far as it came in time. */
  after: GateRecord;
  endedAtMs: number;
  /** When it was connected again; undefined: it did not come back in time. */
  backAtMs: number | undefined;
}

/** What is waited for: all that a gate has to say when it is back, or what of it came before. */
export interface Awaited {
  nonce: boolean;
  heartbeat: boolean;
}
export const everything: Awaited = { nonce: true, heartbeat: true };

/**
 * Ends the connection and waits until the gate is back and has said what it has to say then.
 * @param whileAway what the cloud does before the gate can be back.
 */
export async function reconnect(
  side: CloudSide,
  waitMs: number,
  { awaited = everything, whileAway }: { awaited?: Awaited; whileAway?: () => void } = {},
): Promise<Reconnection> {
  const before = await side.record();
  const endedAtMs = Date.now();
  await side.endConnection();
  whileAway?.();
  const backAtMs = await until(waitMs, async () => ((await side.connection()) ? Date.now() : undefined));
  const settled = await until(waitMs, async () => {
    const record = await side.record();
    const isMissing =
      (awaited.nonce && !hasOffered(before, record)) || (awaited.heartbeat && !hasBeaten(before, record));
    return isMissing ? undefined : record;
  });
  return { before, after: settled ?? (await side.record()), endedAtMs, backAtMs };
}

/** What does not come the first time is not waited for again. */
export function awaitedAfter({ before, after }: Reconnection): Awaited {
  return { nonce: hasOffered(before, after), heartbeat: hasBeaten(before, after) };
}

export function hasOffered(before: GateRecord, after: GateRecord): boolean {
  return after.nonce !== undefined && after.nonce !== before.nonce;
}

export function hasBeaten(before: GateRecord, after: GateRecord): boolean {
  return after.lastHeartbeatAt !== undefined && after.lastHeartbeatAt !== before.lastHeartbeatAt;
}
