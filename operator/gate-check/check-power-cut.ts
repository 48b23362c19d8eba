import type { GateConfig } from '../../domain/messages/config.ts';
import { nextConfig } from './check-config.ts';
import { type Finding, failed, notTold, passed } from './findings.ts';
import { missing } from './judge-passes.ts';
import { checkLimits } from './limits.ts';
import { hasBeaten, hasOffered } from './reconnect.ts';
import type { Ask, Run } from './run.ts';
import { until } from './until.ts';

/** Has somebody cut the gate's power while passes wait in its outbox, and looks at what it has kept. */
export async function checkPowerCut(
  { side, watch, waitMs, gives }: Run,
  { config, ask }: { config: GateConfig; ask: Ask },
): Promise<Finding[]> {
  const lingering = nextConfig(config, { lingerS: 600, passesPerMessage: 25 }, 2);
  gives(lingering);
  await side.giveConfig(lingering);
  const before = await side.record();
  ask(`Let a few people pass ${side.gate}, then cut its power and give it back.`);
  const after = await until(checkLimits.powerCutWaitMs, async () => {
    const record = await side.record();
    return hasOffered(before, record) && hasBeaten(before, record) ? record : undefined;
  });
  if (!after) return [notTold('C-5.5', 'it did not come back, or its power was never cut')];
  const { epoch, lastSeq = 0, configVersion } = after;
  const lost = async () => missing(await watch.look(), epoch, { afterSeq: before.lastSeq ?? 0, lastSeq });
  await until(waitMs, async () => ((await lost()).length === 0 ? true : undefined));
  const wrong = [
    ...(epoch === before.epoch ? [] : [`its epoch is ${epoch}, it was ${before.epoch}`]),
    ...(configVersion === lingering.version
      ? []
      : [`it holds config ${configVersion}, it was given ${lingering.version}`]),
    ...(lastSeq >= (before.lastSeq ?? 0) ? [] : [`its lastSeq is ${lastSeq}, it was ${before.lastSeq}`]),
    ...(await lost()).slice(0, checkLimits.namedMax).map((seq) => `${seq} is lost`),
  ];
  return [wrong.length > 0 ? failed('C-5.5', wrong.join(', ')) : passed('C-5.5', `all is there up to ${lastSeq}`)];
}
