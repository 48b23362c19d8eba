import { createAlertLink } from '../device-sim/deployed/alert-link.ts';
import { connectionOfPost } from '../device-sim/deployed/enrolled.ts';
import { systemEnvironment } from '../device-sim/environment.ts';
import type { AlertMessage } from '../domain/messages/alert.ts';
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
      const post = { deviceId: `guard-${place.community}`, ...place };
      const broker = await connectionOfPost(deployment, post);
      const link = createAlertLink(
        post,
        { broker, environment: systemEnvironment },
        { onUp: () => {}, onAlert, onTrouble: (what) => onTrouble(`${post.deviceId}: ${what}`) },
      );
      link.start();
      return link;
    }),
  );
  return async () => {
    await Promise.all(links.map((link) => link.stop()));
  };
}
