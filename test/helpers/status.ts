import type { Heartbeat } from '../../domain/messages/status.ts';

/** A heartbeat of a gate that is well; `changes` make another of it. */
export function heartbeatOf(changes: Partial<Heartbeat> = {}): Heartbeat {
  return {
    kind: 'heartbeat',
    sentAt: '2026-11-24T03:04:05.000Z',
    epoch: 'abcdefgh12',
    lastSeq: 7,
    firmware: '1.4.2',
    configVersion: 0,
    health: { sensor: 'ok', scanner: 'ok', barrier: 'ok', outboxPasses: 0, sentPasses: 3 },
    ...changes,
  };
}

/** The event that the presence rule makes of what AWS IoT publishes about a client. */
export function presenceEvent(
  clientId: string,
  eventType: 'connected' | 'disconnected',
  timestamp: number,
  versionNumber: number,
) {
  const presence = {
    clientId,
    timestamp,
    eventType,
    sessionIdentifier: '00000000-0000-0000-0000-000000000000',
    principalIdentifier: 'c0ffee',
    versionNumber,
    ...(eventType === 'disconnected' && { clientInitiatedDisconnect: false, disconnectReason: 'CONNECTION_LOST' }),
  };
  return {
    payload: Buffer.from(JSON.stringify(presence)).toString('base64'),
    topic: `$aws/events/presence/${eventType}/${clientId}`,
    clientId: 'n/a',
    receivedAt: timestamp,
  };
}
