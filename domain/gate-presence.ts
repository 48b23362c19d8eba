import { presenceLimits } from './limits/gates.ts';

/**
 * Whether a gate is there, from what several unreliable witnesses say: the broker's presence events, doubled and out
 * of order; the last will, without a number; heartbeats, which prove that the gate was there. Only the latest word
 * of each is kept, so the same words lead to the same state in whatever order and however often they arrive.
 *
 * Presence events: https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
 */
export interface GatePresence {
  connection?: Connection | undefined;
  heartbeatAtMs?: number | undefined;
  willAtMs?: number | undefined;
}

/** A presence event. A disconnect carries the version number of its connect. */
export interface Connection {
  event: 'connected' | 'disconnected';
  versionNumber: number;
  /** When the broker says that it happened: up to two minutes off. */
  atMs: number;
}

/** `atMs` of a heartbeat and a will is when the broker received it. */
export type Sign = { kind: 'presence'; connection: Connection } | { kind: 'heartbeat' | 'will'; atMs: number };

/** Takes in what a witness says. What is known already changes nothing. */
export function observe(presence: GatePresence, sign: Sign): GatePresence {
  switch (sign.kind) {
    case 'presence':
      return { ...presence, connection: laterConnection(presence.connection, sign.connection) };
    case 'heartbeat':
      return { ...presence, heartbeatAtMs: latest(presence.heartbeatAtMs, sign.atMs) };
    case 'will':
      return { ...presence, willAtMs: latest(presence.willAtMs, sign.atMs) };
  }
}

/**
 * Numbers give the order, but start again at 0 when a client was away for an hour. Times are each up to two minutes
 * off, so further apart than four they give the order; closer, no hour can lie between, and the numbers do.
 */
function laterConnection(known: Connection | undefined, other: Connection): Connection {
  if (!known) return other;
  if (Math.abs(known.atMs - other.atMs) > presenceLimits.timesApartMs) return known.atMs > other.atMs ? known : other;
  if (known.versionNumber !== other.versionNumber) return known.versionNumber > other.versionNumber ? known : other;
  if (known.event !== other.event) return known.event === 'disconnected' ? known : other;
  return known.atMs >= other.atMs ? known : other;
}

/** When the gate was last known to go; undefined when it was seen since, or never went. */
function goneSinceMs({ connection, heartbeatAtMs, willAtMs }: GatePresence): number | undefined {
  const seenMs = heartbeatAtMs ?? Number.NEGATIVE_INFINITY;
  if (connection?.event === 'disconnected' && connection.atMs >= seenMs) return connection.atMs;
  if (willAtMs === undefined || willAtMs <= seenMs) return undefined;
  // The will of an old connection comes when a new one pushes it out. Too close to tell: the broker's own
  // disconnect event says it, with a number.
  const newConnection = connection?.event === 'connected' && willAtMs - connection.atMs <= presenceLimits.timesApartMs;
  return newConnection ? undefined : willAtMs;
}

/** Connected as far as is known; a heartbeat later than a disconnect proves it. */
export function isConnected(presence: GatePresence): boolean {
  const wasThere = presence.connection !== undefined || presence.heartbeatAtMs !== undefined;
  return wasThere && goneSinceMs(presence) === undefined;
}

/** Since when nothing was heard: the disconnect, or else the last sign of life. Undefined when none ever came. */
export function silentSinceMs(presence: GatePresence): number | undefined {
  const { connection, heartbeatAtMs } = presence;
  const connectedAtMs = connection?.event === 'connected' ? connection.atMs : undefined;
  return goneSinceMs(presence) ?? latest(heartbeatAtMs, connectedAtMs);
}

/**
 * When somebody should look: a gate that disconnected mostly comes back at once, and one that claims to be connected
 * may miss a heartbeat.
 * @param heartbeatS how often it sends one, by its config.
 */
export function dueAtMs(presence: GatePresence, heartbeatS: number): number | undefined {
  const silentMs = silentSinceMs(presence);
  if (silentMs === undefined) return undefined;
  const patienceMs = isConnected(presence)
    ? presenceLimits.heartbeatsMissedMax * heartbeatS * 1_000
    : presenceLimits.graceAfterDisconnectMs;
  return silentMs + patienceMs;
}

/** Whether a gate that was reported silent since then has come back. */
export function cameBack(presence: GatePresence, silentMs: number): boolean {
  return isConnected(presence) && silentSinceMs(presence) !== silentMs;
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
