import type { Environment } from '../environment.ts';
import { simLimits } from '../limits.ts';
import { type Account, account, isComplete } from './account.ts';
import type { Circumstances } from './circumstances.ts';
import type { Evidence } from './evidence.ts';
import type { Truth } from './truth.ts';

export interface Settling {
  environment: Pick<Environment, 'uptimeMs' | 'after'>;
  /** One line for people, while something is still on its way. */
  onWaiting(line: string): void;
}

/**
 * Looks at the evidence until everything has arrived, or nothing has changed for a while: what is missing then is missing.
 * Bounded, whatever happens.
 */
export async function settle(
  truth: Truth,
  evidence: Evidence,
  circumstances: Circumstances,
  { environment, onWaiting }: Settling,
): Promise<Account> {
  const startedAtMs = environment.uptimeMs();
  let changedAtMs = startedAtMs;
  let before = '';
  let elsewhere = false;
  for (;;) {
    const lookedAtMs = environment.uptimeMs();
    const found = account(truth, await evidence.gather(truth, { elsewhere }), circumstances);
    const nowMs = environment.uptimeMs();
    const figures = JSON.stringify([found.passes, found.alerts]);
    if (figures !== before) changedAtMs = nowMs;
    before = figures;
    const hasWaited = nowMs - changedAtMs > simLimits.settleQuietMs || nowMs - startedAtMs > simLimits.settleMaxMs;
    if (isComplete(found) || (elsewhere && hasWaited)) return found;
    elsewhere = true;
    onWaiting(`${found.passes.missing} passes and ${found.alerts?.missing ?? 0} alerts are still on their way`);
    await new Promise<void>((resolve) =>
      environment.after(Math.max(simLimits.settleLookMs, nowMs - lookedAtMs), resolve),
    );
  }
}
