import { connectionOfPost } from '../device-sim/enrolled.ts';
import { systemEnvironment } from '../device-sim/environment.ts';
import { createLink } from '../device-sim/gate/mqtt-link.ts';
import { type AlertMessage, alertMessage } from '../domain/messages/alert.ts';
import { alertsTopic } from '../domain/topics.ts';
import type { Deployment } from '../operator/deployment.ts';
import { demoGates } from './fleet.ts';

/**
 * A guard post in each community of the demo, each hearing only its own: what the demo shows as an alert has come
 * all the way.
 * @returns closes them.
 */
export async function openPosts(
  deployment: Deployment,
  onAlert: (message: AlertMessage) => void,
  onTrouble: (line: string) => void,
): Promise<() => Promise<void>> {
  const places = new Map(demoGates.map(({ district, community }) => [community, { district, community }]));
  const links = await Promise.all(
    [...places.values()].map(async (place) => {
      const deviceId = `guard-${place.community}`;
      const broker = await connectionOfPost(deployment, { deviceId, ...place });
      const trouble = (what: string) => onTrouble(`${deviceId}: ${what}`);
      const link = createLink(
        { broker, clientId: deviceId, topics: [alertsTopic(place)], environment: systemEnvironment },
        {
          onUp: () => {},
          onDown: () => {},
          onTrouble: trouble,
          onRefused: trouble,
          onMessage: (_topic, payload) => onAlert(alertMessage.parse(JSON.parse(payload.toString()))),
        },
      );
      link.start();
      return link;
    }),
  );
  return async () => {
    await Promise.all(links.map((link) => link.stop()));
  };
}
