import { UsageError } from '../../domain/errors.ts';
import type { AlertMessage } from '../../domain/messages/alert.ts';
import { createAlertLink } from '../deployed/alert-link.ts';
import type { Environment } from '../environment.ts';
import type { BrokerAddress } from '../gate/mqtt-connection.ts';
import { simLimits } from '../limits.ts';
import { replayPlace } from './replay.ts';
import { passId } from './summary.ts';

/** Its name says that it is a guard's; no gate may be called so. */
export const replayPost = { deviceId: 'guard-replay', ...replayPlace };

/** Hears what guards hear of the replayed gates. */
export interface GuardPost {
  /** Passes whose fever alert has arrived. */
  readonly heard: ReadonlySet<string>;
  /** Waits until alerts for all of these have arrived, as long as they keep coming. */
  waitFor(passes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Resolves once the post listens. @throws UsageError when the broker will not have it. */
export async function openGuardPost(broker: BrokerAddress, environment: Environment): Promise<GuardPost> {
  const heard = new Set<string>();
  let heardAtMs = environment.uptimeMs();
  const { promise: listening, resolve: listen, reject: fail } = Promise.withResolvers<void>();
  const refuse = (what: string) =>
    fail(new UsageError(`The guard post ${replayPost.deviceId} cannot listen: ${what}.`));

  const onAlert = ({ alert: { kind, gate, person } }: AlertMessage) => {
    if (kind !== 'fever' || !person) return;
    heard.add(passId(gate, person));
    heardAtMs = environment.uptimeMs();
  };
  const link = createAlertLink(replayPost, { broker, environment }, { onUp: listen, onAlert, onTrouble: refuse });
  link.start();
  await listening;

  return {
    heard,
    waitFor: async (passes) => {
      heardAtMs = environment.uptimeMs();
      const isQuiet = () => environment.uptimeMs() - heardAtMs > simLimits.alertsQuietMs;
      while (!passes.every((pass) => heard.has(pass)) && !isQuiet()) {
        await new Promise<void>((resolve) => environment.after(simLimits.drainLookMs, resolve));
      }
    },
    close: () => link.stop(),
  };
}
