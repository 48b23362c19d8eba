import { UsageError } from '../../domain/errors.ts';
import type { GateConfig } from '../../domain/messages/config.ts';
import type { Deployment } from '../deployment.ts';
import type { Device } from '../enrolment.ts';
import { latestConfig, stateOf } from '../gate-records.ts';
import { listQuarantine } from '../quarantine.ts';
import { nextConfig } from './check-config.ts';
import { type Clause, clauses } from './clauses.ts';
import { createCloudSide, type GateRecord } from './cloud-side.ts';
import { type Finding, failed, notTold, passed } from './findings.ts';
import { checkLimits } from './limits.ts';
import { watchPasses } from './pass-watch.ts';
import type { CheckOptions } from './run.ts';
import { runThrough } from './run-through.ts';
import { until } from './until.ts';

/**
 * Puts a gate that is connected through the protocol. It gets its config back, whatever happens.
 * @returns one finding for each clause that is asked for, in the order of the checklist.
 * @throws UsageError when the gate is not connected, or the check was interrupted.
 */
export async function checkGate(deployment: Deployment, gate: Device, options: CheckOptions): Promise<Finding[]> {
  const goOn = () => {
    if (options.interruption?.aborted)
      throw new UsageError(`The check was ended; ${gate.deviceId} has its config again.`);
  };
  const side = createCloudSide(deployment, gate, goOn);
  if (!(await side.connection())) throw new UsageError(`${gate.deviceId} is not connected: switch it on first.`);
  // One that has connected at this moment is given time to say what it has to say then.
  await until(options.waitMs, async () => hasSpoken(await side.record()));
  const startedAtMs = Date.now();
  const watch = await watchPasses(deployment, gate, goOn);
  const original = await latestConfig(stateOf(deployment), gate.deviceId);
  let given = original;
  const gives = (config: GateConfig) => {
    given = config;
  };
  const findings: Finding[] = [];
  try {
    findings.push(...(await runThrough({ side, watch, original, gives, ...options })));
  } finally {
    // Two versions on: what it took by mistake may be one ahead.
    if (given !== original) await side.giveConfig(nextConfig({ ...original, version: given.version }, {}, 2));
  }
  findings.push(await understood(deployment, gate, startedAtMs));
  return inOrder(findings).filter(({ clause }) => options.only === undefined || clause === options.only);
}

function hasSpoken({ nonce, lastHeartbeatAt }: GateRecord): true | undefined {
  return nonce !== undefined && lastHeartbeatAt !== undefined ? true : undefined;
}

async function understood(deployment: Deployment, { deviceId }: Device, startedAtMs: number): Promise<Finding> {
  const kept = await listQuarantine(stateOf(deployment), deviceId, { limit: checkLimits.namedMax, nowMs: Date.now() });
  const [newest] = kept.filter(({ receivedAt }) => Date.parse(receivedAt) >= startedAtMs);
  if (!newest) return passed('C-4.2', 'nothing was put aside');
  const { reason, field } = newest;
  return failed('C-4.2', `put aside: ${reason}${field === undefined ? '' : `, look at ${field}`}`);
}

/** One for each clause: what failed counts, whatever else was seen of it. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const gravest = ['failed', 'passed', 'not told'] as const;
  return (Object.keys(clauses) as Clause[]).map((clause) => {
    const own = findings.filter((finding) => finding.clause === clause);
    const found = gravest.map((outcome) => own.find((finding) => finding.outcome === outcome)).find((one) => one);
    return found ?? notTold(clause, 'what would show it was not reached');
  });
}
