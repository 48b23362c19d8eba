import type { GateConfig } from './messages/config.ts';
import type { Pass, Reason, Verdict } from './messages/pass.ts';
import { toHundredths } from './screening/baseline.ts';

/** What a verdict is made of: the pass as measured, before anybody judged it. */
export type Measurement = Pick<Pass, 'site' | 'skinC' | 'baselineC' | 'code'>;

export interface Judgement {
  verdict: Verdict;
  reason: Reason;
}

/** How much above the baseline a reading is at or over the limit of its site. False while there is no baseline. */
export function isTooWarm({ site, skinC, baselineC }: Measurement, config: GateConfig): boolean {
  if (skinC === null || baselineC === null) return false;
  return toHundredths(skinC) - toHundredths(baselineC) >= toHundredths(config.limitC[site]);
}

/**
 * The verdict: a pure function of the pass, the config version it names and the baseline it carries, run by the
 * gate and again by the cloud (law 5). The gravest cause comes first; a code that must not be let in outweighs a
 * temperature, which is only a reason to measure again.
 */
export function judge(measured: Measurement, config: GateConfig): Judgement {
  if (measured.code?.status === 'red') return { verdict: 'refuse', reason: 'code-red' };
  if (measured.skinC === null) return { verdict: 'recheck', reason: 'no-reading' };
  if (measured.baselineC === null) return { verdict: 'recheck', reason: 'learning' };
  if (isTooWarm(measured, config)) return { verdict: 'recheck', reason: 'too-warm' };
  if (measured.code?.status === 'yellow') return { verdict: 'recheck', reason: 'code-yellow' };
  return { verdict: 'admit', reason: 'ok' };
}
