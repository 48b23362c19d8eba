import type { GateConfig } from '../../domain/messages/config.ts';
import type { CloudSide } from './cloud-side.ts';
import { type Finding, failed, notTold, passed, passedIf } from './findings.ts';
import { type Awaited, reconnect } from './reconnect.ts';
import type { Run } from './run.ts';

/** What a gate of a check is told: to say soon what it has to say. It judges people as before. */
export const quickly = { lingerS: 1, heartbeatS: 60, drain: { passesPerS: 100, jitterS: 0 } } as const;

/**
 * The next config of a gate.
 * @param steps versions to go forward: what a gate took by mistake must not be as high as what comes next.
 */
export function nextConfig(config: GateConfig, changes: Partial<GateConfig> = {}, steps = 1): GateConfig {
  return { ...config, ...changes, version: config.version + steps, issuedAt: new Date().toISOString() };
}

/**
 * Gives the gate a newer config with a field that nobody knows, then shows it an older one and a wrong one. Which it
 * holds, it says in the heartbeat when it has connected.
 * @returns the config that it ought to have now.
 */
export async function checkConfig(
  { side, watch, original, waitMs, gives }: Run,
  { isAskedFor, awaited }: { isAskedFor: boolean; awaited: Awaited },
): Promise<{ findings: Finding[]; config: GateConfig }> {
  const config = nextConfig(original, quickly);
  gives(config);
  await side.giveConfig(config, isAskedFor ? { fieldOfNewerClouds: { sinceVersion: 2 } } : {});
  if (!isAskedFor) return { findings: [], config };
  if (!awaited.heartbeat) return { findings: notToldAll('no heartbeat says which it holds'), config };
  const heldVersion = async () => (await reconnect(side, waitMs, { awaited })).after.configVersion;
  const tolerates = (await heldVersion()) === config.version;
  if (!tolerates) await side.giveConfigAgain(config);
  const taken = tolerates ? config.version : await heldVersion();
  const seen = `heartbeats name version ${taken}`;
  if (taken !== config.version) {
    return {
      findings: [...notToldAll('it takes none'), failed('C-9.2', `${seen}, it was given ${config.version}`)],
      config,
    };
  }
  const tolerance = passedIf(tolerates, 'C-9.5', tolerates ? 'taken with one' : 'taken only without');
  const shown = await showOthers(side, config);
  const held = await heldVersion();
  const since = (await watch.look()).filter(({ atMs, arrivedAtMs }) => Math.min(atMs, arrivedAtMs) > shown.atMs);
  const named = new Set([held, ...since.map(({ configVersion }) => configVersion)]);
  return { findings: [passed('C-9.2', seen), tolerance, ...unmoved(named, shown)], config };
}

function notToldAll(why: string): Finding[] {
  return (['C-9.2', 'C-9.3', 'C-9.4', 'C-9.5'] as const).map((clause) => notTold(clause, why));
}

/** What a gate has to ignore. */
interface Shown {
  older: GateConfig;
  wrong: GateConfig;
  atMs: number;
}

async function showOthers(side: CloudSide, config: GateConfig): Promise<Shown> {
  const older = { ...config, version: config.version - 1, lingerS: 600 };
  const wrong = { ...config, version: config.version + 1, heartbeatS: 5 };
  await side.showConfig(older);
  await side.showConfig(wrong);
  return { older, wrong, atMs: Date.now() };
}

/** @param named versions that heartbeats and passes have named since. */
function unmoved(named: ReadonlySet<number>, { older, wrong }: Shown): Finding[] {
  const seen = `it names version ${[...named].toSorted().join(' and ')}`;
  const tookWrong = named.has(wrong.version);
  const aboutWrong = `${seen}, whose heartbeatS is ${wrong.heartbeatS}`;
  if (named.has(older.version))
    return [failed('C-9.3', seen), tookWrong ? failed('C-9.4', aboutWrong) : notTold('C-9.4', seen)];
  return tookWrong
    ? [notTold('C-9.3', seen), failed('C-9.4', aboutWrong)]
    : [passed('C-9.3', seen), passed('C-9.4', seen)];
}
