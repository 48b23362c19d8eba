import { foreignCommand, strangeEpoch } from './check-connection.ts';
import type { Answer, CloudSide, GateRecord } from './cloud-side.ts';
import { type Finding, failed, notTold, passed, passedIf } from './findings.ts';
import { until } from './until.ts';

const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
const aDayAgo = () => new Date(Date.now() - 86_400_000).toISOString();
/** What no gate of today has: it is answered, and nothing comes of it. */
const nothing = { epoch: strangeEpoch, fromSeq: 1, toSeq: 3 };

/**
 * What a gate makes of commands: all of them ask for passes that it never had, so that nothing happens at its door.
 * Passes that it has are asked for by check-resend.ts.
 */
export async function checkCommands(
  side: CloudSide,
  waitMs: number,
): Promise<{ findings: Finding[]; answers: Answer[] }> {
  const foreign = await side.ask(foreignCommand(), waitMs);
  const { nonce } = await side.record();
  if (nonce === undefined) return { findings: [refused('C-11.3', foreign)], answers: [foreign] };
  const late = await side.ask({ nonce, deadline: aDayAgo(), ...nothing }, waitMs);
  const second = (await newNonce(side, nonce, waitMs)) ?? nonce;
  const inTime = await side.ask({ nonce: second, deadline: inAMinute(), ...nothing }, waitMs);
  const third = await newNonce(side, second, waitMs);
  const again = await side.ask({ nonce: second, deadline: inAMinute(), ...nothing }, waitMs);
  return {
    findings: [
      refused('C-11.3', foreign),
      passedIf(late.state === 'too-late', 'C-11.4', `answered: ${describe(late)}`),
      ended(inTime),
      usedUp(third, again),
      honest(inTime),
    ],
    answers: [foreign, late, inTime, again],
  };
}

function newNonce(side: CloudSide, old: string, waitMs: number): Promise<string | undefined> {
  return until(waitMs, async () => {
    const { nonce }: GateRecord = await side.record();
    return nonce === old ? undefined : nonce;
  });
}

export function describe({ state, detail }: Answer): string {
  if (state === 'sent') return 'not at all';
  return detail === undefined ? state : `${state} (${detail})`;
}

function refused(clause: 'C-11.3', answer: Answer): Finding {
  return passedIf(answer.state === 'refused', clause, `answered: ${describe(answer)}`);
}

function ended(answer: Answer): Finding {
  const hasEnded = answer.state === 'done' || answer.state === 'failed';
  return passedIf(hasEnded, 'C-11.5', `answered: ${describe(answer)}`);
}

function usedUp(third: string | undefined, again: Answer): Finding {
  if (third === undefined) return failed('C-11.6', 'none came after a command');
  const isRefused = again.state === 'refused';
  return passedIf(
    isRefused,
    'C-11.6',
    isRefused ? 'a new one came, the old one is refused' : `the old one: ${describe(again)}`,
  );
}

/** It cannot have sent what it never had. */
function honest(answer: Answer): Finding {
  if (answer.state === 'failed') return passed('C-11.8', `of what it never had: ${describe(answer)}`);
  const seen = `asked for an epoch that it never had: ${describe(answer)}`;
  return answer.state === 'done' ? failed('C-11.8', seen) : notTold('C-11.8', seen);
}
