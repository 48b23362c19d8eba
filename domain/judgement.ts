import { isSigned } from './codes/contents.ts';
import type { CodeStanding } from './codes/standing.ts';
import type { GateConfig } from './messages/config.ts';
import type { CodeConcern, Pass, Reason, Verdict } from './messages/pass.ts';
import { toHundredths } from './screening/baseline.ts';
import { deviationC } from './screening/rounds.ts';

/** What a verdict is made of: the pass as measured, before anybody judged it. */
export type Measurement = Pick<
  Pass,
  'direction' | 'site' | 'skinC' | 'baselineC' | 'more' | 'sensorFault' | 'contactC' | 'code' | 'listsAgeS'
>;

export interface Judgement {
  verdict: Verdict;
  reason: Reason;
}

/**
 * The verdict: a pure function of the pass, the versions of config and lists that it names and the baseline that it
 * carries, run by the gate and again by the cloud (law 5). The gravest cause comes first: a code that must not be let
 * in outweighs a temperature, which is only a reason to measure again.
 * @param standing of the code that was shown (codes/standing.ts); undefined when none was.
 */
export function judge(measured: Measurement, config: GateConfig, standing: CodeStanding | undefined): Judgement {
  const stale = areListsStale(measured, config);
  const concern = stale && standing?.concern === 'code-unknown-key' ? undefined : standing?.concern;
  if (concern && isRefused(concern, measured)) return { verdict: 'refuse', reason: concern };
  if (isFeverConfirmed(measured, config)) return { verdict: 'refuse', reason: 'fever-confirmed' };
  const screened = screen(measured, config);
  if (screened) return { verdict: 'recheck', reason: screened };
  if (concern && concern !== 'provider-unreachable') return { verdict: 'recheck', reason: concern };
  if (!measured.code && config.codes.needed) return { verdict: 'recheck', reason: 'no-code' };
  const unchecked = stale ? 'lists-stale' : concern;
  if (unchecked) return { verdict: config.codes.whenUnchecked, reason: unchecked };
  return { verdict: 'admit', reason: 'ok' };
}

/** How warm somebody is, compared with the people just before; undefined: not too warm, or nothing to compare. */
export function warmth(measured: Measurement, config: GateConfig): 'too-warm' | 'far-too-warm' | undefined {
  const aboveC = deviationC(measured);
  if (aboveC === null) return undefined;
  const reaches = (limitC: number) => toHundredths(aboveC) >= toHundredths(limitC);
  if (!reaches(config.limitC[measured.site])) return undefined;
  return reaches(config.redLimitC[measured.site]) ? 'far-too-warm' : 'too-warm';
}

/** By the contact thermometer: what the gate's own sensor made somebody suspect. */
export function isFeverConfirmed({ contactC }: Pick<Pass, 'contactC'>, config: GateConfig): boolean {
  return contactC !== undefined && toHundredths(contactC) >= toHundredths(config.contactLimitC);
}

/** What the sensor gives cause for. A contact thermometer is asked because of it, and overrules it. */
function screen(measured: Measurement, config: GateConfig): Reason | undefined {
  if (measured.contactC !== undefined) return undefined;
  if (measured.sensorFault) return 'sensor-fault';
  if (readingsOf(measured).every((skinC) => skinC === null)) return 'no-reading';
  if (deviationC(measured) === null) return 'learning';
  return warmth(measured, config);
}

/** Who has to stay at home is not let out, and may always come home. */
function isRefused(concern: CodeConcern, { direction }: Measurement): boolean {
  if (concern === 'code-quarantined') return direction !== 'in';
  return concern !== 'code-yellow' && concern !== 'provider-unreachable';
}

/** Only what is believed by signature depends on lists so much that their age matters. */
function areListsStale({ code, listsAgeS }: Measurement, { codes }: GateConfig): boolean {
  if (!code || !isSigned(code.form)) return false;
  return listsAgeS === null || listsAgeS > codes.listsAgeMaxS;
}

function readingsOf({ skinC, more = [] }: Measurement): (number | null)[] {
  return [skinC, ...more.map((further) => further.skinC)];
}

/** Whether a reason is that somebody's skin was too warm, by whatever limit. */
export function isAboutWarmth(reason: Reason): boolean {
  return reason === 'too-warm' || reason === 'far-too-warm';
}
