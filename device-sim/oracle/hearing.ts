import type { Deployment } from '../../operator/deployment.ts';
import { createAlertLink } from '../deployed/alert-link.ts';
import { connectionOfPost } from '../deployed/enrolled.ts';
import type { Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { simLimits } from '../limits.ts';
import { type HeardAlert, toAnyAlert } from './evidence.ts';

/** What guards hear during a run, with the moment at which they heard it. */
export interface AlertHearing {
  readonly heard: readonly HeardAlert[];
  /** Communities with a post that listens. */
  readonly listenedTo: ReadonlySet<string>;
  stop(): Promise<void>;
}

export interface HearingOptions {
  environment: Environment;
  onAlert(alert: HeardAlert): void;
  /** One line for people. */
  onTrouble(what: string): void;
}

/**
 * One guard post in each community, or in the first so many of them. A post that cannot listen is a line, and its
 * community is one that nobody listens to. Resolves when every post listens or has failed.
 */
export async function hearAlerts(
  deployment: Deployment,
  places: readonly GatePlace[],
  { environment, onAlert, onTrouble }: HearingOptions,
): Promise<AlertHearing> {
  const heard: HeardAlert[] = [];
  const listenedTo = new Set<string>();
  const districts = new Map(places.map(({ community, district }) => [community, district]));

  const openPost = async ([community, district]: [string, string]) => {
    // Of its own: a post of the same name elsewhere would take its session away.
    const post = { deviceId: `guard-${community}-sim`, district, community };
    const broker = await connectionOfPost(deployment, post);
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    const link = createAlertLink(
      post,
      { broker, environment },
      {
        onUp: () => {
          listenedTo.add(community);
          settle();
        },
        onAlert: ({ change, alert }) => {
          const one = { ...toAnyAlert(alert), change, heardAtMs: environment.now() };
          heard.push(one);
          onAlert(one);
        },
        onTrouble: (what) => {
          onTrouble(`${post.deviceId}: ${what}`);
          settle();
        },
      },
    );
    link.start();
    await settled;
    return link;
  };

  const opened = await Promise.allSettled([...districts].slice(0, simLimits.postsMax).map(openPost));
  for (const one of opened) if (one.status === 'rejected') onTrouble(`a guard post cannot listen: ${one.reason}`);
  const links = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return {
    heard,
    listenedTo,
    stop: async () => {
      await Promise.all(links.map((link) => link.stop()));
    },
  };
}
