import { parseIJson } from '../../domain/i-json.ts';
import { type AlertMessage, alertMessage } from '../../domain/messages/alert.ts';
import { alertsTopic } from '../../domain/topics.ts';
import type { Environment } from '../environment.ts';
import { createLink } from '../gate/link.ts';
import { type BrokerAddress, connectByMqtt } from '../gate/mqtt-connection.ts';

/** Hears the alerts of one community, as a guard post does. What is no alert is passed over. */
export function createAlertLink(
  post: { deviceId: string; district: string; community: string },
  { broker, environment }: { broker: BrokerAddress; environment: Environment },
  handlers: { onUp(): void; onAlert(message: AlertMessage): void; onTrouble(what: string): void },
) {
  return createLink(
    { connect: connectByMqtt(broker), clientId: post.deviceId, topics: [alertsTopic(post)], environment },
    {
      onUp: handlers.onUp,
      onDown: () => {},
      onTrouble: handlers.onTrouble,
      onRefused: handlers.onTrouble,
      onMessage: (_topic, payload) => {
        const json = parseIJson(payload);
        const message = alertMessage.safeParse(json.ok ? json.value : undefined);
        if (message.success) handlers.onAlert(message.data);
      },
    },
  );
}
