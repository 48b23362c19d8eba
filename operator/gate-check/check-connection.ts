import type { Answer, CloudSide } from './cloud-side.ts';
import { type Finding, failed, notTold, passedIf } from './findings.ts';
import { hasOffered, type Reconnection, reconnect } from './reconnect.ts';
import { until } from './until.ts';

const keepAliveS = { min: 30, max: 1_200 };
/** Of no gate: what it is asked for was never there. */
export const strangeEpoch = 'zzzzzzzzzzzzzzzz';
const strangeNonce = 'a-nonce-that-nobody-has-offered';

/** A command that no gate carries out, and that every gate answers. */
export const foreignCommand = () => ({
  nonce: strangeNonce,
  deadline: new Date(Date.now() + 60_000).toISOString(),
  epoch: strangeEpoch,
  fromSeq: 1,
  toSeq: 1,
});

/** Ends the gate's connection, says something while it is away, and looks at how it comes back. */
export async function checkConnection(
  side: CloudSide,
  waitMs: number,
): Promise<{ findings: Finding[]; reconnection: Reconnection }> {
  const asked = await side.connection();
  let answer: Promise<Answer> | undefined;
  const whileAway = () => {
    answer = side.ask(foreignCommand(), waitMs);
  };
  const reconnection = await reconnect(side, waitMs, { whileAway });
  const { before, after, endedAtMs, backAtMs } = reconnection;
  const isBack = backAtMs !== undefined;
  const isOffered = hasOffered(before, after);
  const findings = [
    session(asked?.cleanSession, await answer, isBack),
    keepAlive(asked?.keepAliveS),
    await will(side, before.lastWillAt, waitMs),
    passedIf(isBack, 'C-2.9', isBack ? `after ${backAtMs - endedAtMs} ms` : `not within ${waitMs} ms`),
    passedIf(isOffered, 'C-11.1', isOffered ? 'another than before' : 'no new one came'),
  ];
  return { findings, reconnection };
}

function keepAlive(askedS: number | undefined): Finding {
  if (askedS === undefined) return notTold('C-2.6', 'it is not connected');
  return passedIf(askedS >= keepAliveS.min && askedS <= keepAliveS.max, 'C-2.6', `${askedS} s`);
}

/** The broker publishes it when a connection ends that nobody said goodbye on. */
async function will(side: CloudSide, lastWillAt: string | undefined, waitMs: number): Promise<Finding> {
  const isNew = await until(waitMs, async () => ((await side.record()).lastWillAt === lastWillAt ? undefined : true));
  const seen = isNew ? 'published when the connection was ended' : 'none was published when the connection was ended';
  return passedIf(isNew === true, 'C-2.7', seen);
}

function session(isClean: boolean | undefined, answer: Answer | undefined, isBack: boolean): Finding {
  if (isClean) return failed('C-2.5', 'it asked for a clean session');
  if (!isBack || !answer) return notTold('C-2.5', 'it did not come back');
  const isAnswered = answer.state !== 'sent';
  const seen = isAnswered ? `answered: ${answer.state}` : 'a command of that time was not answered';
  return passedIf(isAnswered, 'C-2.5', seen);
}
