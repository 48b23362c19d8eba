import { codeLimits } from '../../domain/limits/codes.ts';
import type { Answer, CloudSide, GateRecord } from './cloud-side.ts';
import { type Finding, failed, notTold, passed, passedIf } from './findings.ts';
import { checkLimits } from './limits.ts';
import { hasBeaten, type Reconnection } from './reconnect.ts';
import { until } from './until.ts';

/**
 * How much the gate's clock is ahead, by the times that its answers name: 0 while they lie between question and answer.
 * @returns undefined when there was no answer with a time.
 */
export function clockOffsetMs(answers: readonly Answer[]): number | undefined {
  const offsets = answers.flatMap(({ answeredAt, sentAtMs, heardAtMs }) => {
    if (answeredAt === undefined) return [];
    const atMs = Date.parse(answeredAt);
    return [atMs - Math.min(Math.max(atMs, sentAtMs), heardAtMs)];
  });
  return offsets.length === 0 ? undefined : offsets.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0];
}

export function clockFinding(offsetMs: number | undefined): Finding {
  if (offsetMs === undefined) return notTold('C-13.1', 'it answered nothing');
  const isRight = Math.abs(offsetMs) <= codeLimits.clockSkewS * 1_000;
  return passedIf(isRight, 'C-13.1', offsetMs === 0 ? 'as here' : `${offsetMs} ms ahead`);
}

/** One when it has connected; and the next, where there is time to wait for it. */
export async function heartbeatFinding(
  side: CloudSide,
  { before, after }: Reconnection,
  heartbeatS: number,
  waitMs: number,
): Promise<Finding> {
  if (!hasBeaten(before, after)) return failed('C-12.1', 'none when it had connected');
  const seen = 'one when it had connected';
  if (waitMs <= heartbeatS * 1_000) return passed('C-12.1', `${seen}; nobody waited for the next`);
  const last = await side.record();
  const next = await until(waitMs, async () => (hasBeaten(last, await side.record()) ? true : undefined));
  return passedIf(
    next === true,
    'C-12.1',
    next ? `${seen}, and the next in time` : `${seen}, and none in ${waitMs / 1_000} s`,
  );
}

/** By the index that all gates hear; a gate that takes no codes holds none. */
export function listsFinding({ listsAgeS, lastHeartbeatAt }: GateRecord, currentAtMs: number | undefined): Finding {
  if (currentAtMs === undefined) return notTold('C-10.3', 'there are no lists yet');
  if (listsAgeS === undefined || listsAgeS === null || lastHeartbeatAt === undefined) {
    return notTold('C-10.3', 'it holds no lists');
  }
  const expectedS = Math.max(0, (Date.parse(lastHeartbeatAt) - currentAtMs) / 1_000);
  const isRight = Math.abs(listsAgeS - expectedS) <= checkLimits.listsAgeOffS;
  return passedIf(isRight, 'C-10.3', `it says ${listsAgeS} s, by the index it is ${Math.round(expectedS)} s`);
}
