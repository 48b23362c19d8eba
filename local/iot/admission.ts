import { iotLimits } from '../limits.ts';
import type { Connection, ConnectRequest } from './connection.ts';
import type { DisconnectReason } from './presence.ts';
import type { Will } from './presence-tables.ts';
import type { Certificate } from './registry.ts';
import type { Rights } from './rights.ts';
import { filterFault, topicFault } from './topics.ts';

/** What is refused: `why` is for the operator's log, the client learns no more than the protocol's code. */
export interface Refusal {
  why: string;
  reason: DisconnectReason;
}

export interface ConnectRefusal {
  why: string;
  /** CONNACK return codes (MQTT 3.1.1, 3.2.2.3): identifier rejected, server unavailable, not authorised. */
  returnCode: 2 | 3 | 5;
}

/** Whether a certificate is good to connect with at all. */
export function certificateRefusal(certificate: Certificate | undefined): ConnectRefusal | undefined {
  if (certificate === undefined) return { why: 'its certificate is not registered', returnCode: 5 };
  if (certificate.status !== 'ACTIVE') return { why: `its certificate is ${certificate.status}`, returnCode: 5 };
  return undefined;
}

/** Whether a client may connect as it asks. */
export function connectRefusal(request: ConnectRequest, rights: Rights): ConnectRefusal | undefined {
  const { clientId, clean, will } = request;
  if (clientId === '') return { why: 'the client id is empty', returnCode: 2 };
  if (Buffer.byteLength(clientId) > iotLimits.clientIdMaxBytes) {
    return { why: `the client id is over ${iotLimits.clientIdMaxBytes} bytes`, returnCode: 2 };
  }
  const attributes = [...(will ? ['LastWill'] : []), ...(clean ? [] : ['PersistentConnect'])];
  if (!rights.mayConnect(attributes)) {
    const wanted = attributes.length > 0 ? ` with ${attributes.join(' and ')}` : '';
    return { why: `its policies do not allow iot:Connect as ${clientId}${wanted}`, returnCode: 5 };
  }
  const refusal = will && publishRefusal(will, rights);
  return refusal && { why: `last will: ${refusal.why}`, returnCode: 5 };
}

/** Whether a client may publish this; a will is checked the same way, when it is left and when it is published. */
export function publishRefusal(
  packet: { topic: string; payload: string | Buffer; qos: 0 | 1 | 2; retain: boolean },
  rights: Rights,
): Refusal | undefined {
  const { topic, payload, qos, retain } = packet;
  if (qos === 2) return { why: 'QoS 2 is not supported', reason: 'CLIENT_ERROR' };
  const fault = topicFault(topic);
  if (fault !== undefined) return { why: fault, reason: 'CLIENT_ERROR' };
  if (Buffer.byteLength(payload) > iotLimits.payloadMaxBytes) {
    return { why: `the payload is over ${iotLimits.payloadMaxBytes} bytes`, reason: 'CLIENT_ERROR' };
  }
  if (!rights.mayPublish(topic, { retain })) {
    const action = retain ? 'iot:Publish with iot:RetainPublish' : 'iot:Publish';
    return { why: `its policies do not allow ${action} on ${topic}`, reason: 'AUTH_ERROR' };
  }
  return undefined;
}

export function subscribeRefusal(
  subscription: { topic: string; qos: 0 | 1 | 2 },
  connection: Pick<Connection, 'filters'>,
  rights: Rights,
): string | undefined {
  const { topic: filter, qos } = subscription;
  if (qos === 2) return 'QoS 2 is not supported';
  const fault = filterFault(filter);
  if (fault !== undefined) return fault;
  if (!connection.filters.has(filter) && connection.filters.size >= iotLimits.subscriptionsPerConnection) {
    return `over ${iotLimits.subscriptionsPerConnection} subscriptions`;
  }
  return rights.maySubscribe(filter) ? undefined : `its policies do not allow iot:Subscribe to ${filter}`;
}

/** A will that has been checked has a QoS that the broker publishes with. */
export function checkedWill(will: ConnectRequest['will']): Will | undefined {
  if (will === undefined) return undefined;
  return { ...will, qos: will.qos === 0 ? 0 : 1 };
}

/** Seconds that the broker waits for a sign of life, times 1.5. */
export function keepAliveFor(askedS: number | undefined): number {
  const { keepAliveMinS, keepAliveMaxS } = iotLimits;
  return askedS ? Math.min(keepAliveMaxS, Math.max(keepAliveMinS, askedS)) : keepAliveMaxS;
}
