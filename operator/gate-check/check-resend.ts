import { describe } from './check-commands.ts';
import type { CloudSide } from './cloud-side.ts';
import { type Finding, failed, notTold, passed } from './findings.ts';
import { checkLimits } from './limits.ts';
import type { PassWatch, SeenPass } from './pass-watch.ts';
import { until } from './until.ts';

/**
 * Asks for the last passes again. The same bytes are the same item, which then is kept a little longer; other bytes are
 * a second item.
 */
export async function checkResend(side: CloudSide, watch: PassWatch, waitMs: number): Promise<Finding[]> {
  const nobody = notTold('C-5.6', 'nobody passed');
  const wanted = await until(waitMs, async () => askable(await watch.look()));
  const { nonce } = await side.record();
  if (!wanted || nonce === undefined) return [wanted ? notTold('C-5.6', 'it offers no nonce') : nobody];
  const [first] = wanted;
  if (!first) return [nobody];
  const seqs = wanted.map(({ seq }) => seq);
  const range = { epoch: first.epoch, fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) };
  const deadline = new Date(Date.now() + checkLimits.waitS * 1_000).toISOString();
  const answer = await side.ask({ nonce, deadline, ...range }, waitMs);
  if (answer.state !== 'done') {
    return [
      notTold('C-5.6', `asked for ${range.fromSeq} to ${range.toSeq}: ${describe(answer)}; a mark may have come first`),
    ];
  }
  const again = await until(waitMs, async () => cameAgain(wanted, await watch.look()));
  if (!again)
    return [failed('C-11.8', `it says ${describe(answer)}, and nothing came`), notTold('C-5.6', 'nothing came again')];
  return [again];
}

/** The newest that have been there for more than a second: until when a pass is kept is known to the second. */
function askable(passes: readonly SeenPass[]): SeenPass[] | undefined {
  const settled = passes.filter(({ arrivedAgainAtMs }) => Date.now() - arrivedAgainAtMs > 2_000);
  const { epoch } = settled.at(-1) ?? {};
  const wanted = settled.filter((one) => one.epoch === epoch).slice(-checkLimits.resendPassesMax);
  return wanted.length > 0 ? wanted : undefined;
}

function cameAgain(wanted: readonly SeenPass[], now: readonly SeenPass[]): Finding | undefined {
  for (const { epoch, seq, at, sk, arrivedAgainAtMs } of wanted) {
    const same = now.filter((one) => one.epoch === epoch && one.seq === seq && one.at === at);
    if (same.length > 1) return failed('C-5.6', `${seq} came again with other content`);
    const isNewer = same.some((one) => one.sk === sk && one.arrivedAgainAtMs > arrivedAgainAtMs);
    if (isNewer) return passed('C-5.6', `${seq} came again and is the same`);
  }
  return undefined;
}
