import type { GateConfig } from '../../domain/messages/config.ts';
import { checkCommands } from './check-commands.ts';
import { checkConfig, quickly } from './check-config.ts';
import { checkConnection } from './check-connection.ts';
import { checkPowerCut } from './check-power-cut.ts';
import { checkResend } from './check-resend.ts';
import type { Clause } from './clauses.ts';
import type { Answer, GateRecord } from './cloud-side.ts';
import { type Finding, notTold } from './findings.ts';
import { judgePasses, missing } from './judge-passes.ts';
import { checkLimits } from './limits.ts';
import type { SeenPass } from './pass-watch.ts';
import { awaitedAfter, everything, hasBeaten, type Reconnection, reconnect } from './reconnect.ts';
import type { Run } from './run.ts';
import { clockFinding, clockOffsetMs, heartbeatFinding, listsFinding } from './say-of-itself.ts';
import { until } from './until.ts';

/** What each part can tell; a part of which nobody wants to know anything is left out. */
const parts = {
  connection: ['C-2.5', 'C-2.6', 'C-2.7', 'C-2.9', 'C-11.1', 'C-12.1'],
  config: ['C-9.2', 'C-9.3', 'C-9.4', 'C-9.5'],
  commands: ['C-11.3', 'C-11.4', 'C-11.5', 'C-11.6', 'C-11.8', 'C-13.1'],
  people: ['C-4.2', 'C-5.2', 'C-5.3', 'C-7.1', 'C-7.2', 'C-12.3', 'C-16.1'],
  resend: ['C-5.6', 'C-11.8'],
  powerCut: ['C-5.5'],
  end: ['C-4.2', 'C-5.2', 'C-10.3', 'C-12.3'],
} as const satisfies Record<string, readonly Clause[]>;

/** All parts in their order; each begins where the one before has left the gate. */
export async function runThrough(run: Run): Promise<Finding[]> {
  const { side, waitMs, say, only } = run;
  const wants = (part: keyof typeof parts) => only === undefined || parts[part].some((clause) => clause === only);

  if (wants('connection')) say('Its connection is ended once.');
  const connection = wants('connection') ? await checkConnection(side, waitMs) : undefined;
  const awaited = connection ? awaitedAfter(connection.reconnection) : everything;
  if (wants('config')) say('It gets configs: a newer, an older and a wrong one.');
  const config = await checkConfig(run, { isAskedFor: wants('config'), awaited });
  const begun = { record: await side.record(), atMs: Date.now() };
  if (wants('commands')) say('It gets commands: right, foreign, late and used ones.');
  const commands = wants('commands') ? await checkCommands(side, waitMs) : { findings: [], answers: [] };
  if (wants('people')) {
    say('People have to pass now, one of them too warm.');
    await until(waitMs, async () => (isEnough(await run.watch.look(), begun.atMs) ? true : undefined));
  }
  const resend = wants('resend') ? await checkResend(side, run.watch, waitMs) : [];
  const cutAtMs = Date.now();
  const powerCut = wants('powerCut') ? await cutPower(run, config.config) : [];
  if (wants('end')) say('Its connection is ended once more.');
  const end = wants('end') ? await reconnect(side, waitMs, { awaited }) : undefined;
  const hasEvenBegun = connection !== undefined && awaited.heartbeat;
  const afterSeq = hasEvenBegun ? begun.record.lastSeq : undefined;
  if (end) await allArrive(run, end.after, afterSeq);
  return [
    ...(connection ? await aboutConnection(run, connection) : []),
    ...config.findings,
    ...commands.findings,
    ...resend,
    ...powerCut,
    ...(await aboutPasses(run, { afterSeq, begunAtMs: begun.atMs, cutAtMs, end, answers: commands.answers })),
    ...(end ? [listsFinding(end.after, await side.listsCurrentAtMs())] : []),
    clockFinding(clockOffsetMs(commands.answers)),
  ];
}

async function aboutConnection(
  { side, waitMs }: Run,
  { findings, reconnection }: { findings: Finding[]; reconnection: Reconnection },
): Promise<Finding[]> {
  return [...findings, await heartbeatFinding(side, reconnection, quickly.heartbeatS, waitMs)];
}

async function cutPower(run: Run, config: GateConfig): Promise<Finding[]> {
  const { askForPowerCut: ask } = run;
  return ask ? checkPowerCut(run, { config, ask }) : [notTold('C-5.5', 'nobody cut its power: see --power-cut')];
}

interface Course {
  afterSeq: number | undefined;
  begunAtMs: number;
  cutAtMs: number;
  end: Reconnection | undefined;
  answers: readonly Answer[];
}

async function aboutPasses({ watch }: Run, { afterSeq, begunAtMs, cutAtMs, end, answers }: Course): Promise<Finding[]> {
  const passes = await watch.look();
  const isSaid = end && hasBeaten(end.before, end.after);
  const lastSeq = isSaid ? end.after.lastSeq : undefined;
  return judgePasses(passes, {
    afterSeq: afterSeq ?? Math.min(...passes.map(({ seq }) => seq)) - 1,
    isKnown: watch.wasThere,
    epoch: end?.after.epoch ?? passes[0]?.epoch ?? '',
    heartbeat: end && lastSeq !== undefined ? { lastSeq, afterMs: end.endedAtMs } : undefined,
    lingerS: quickly.lingerS,
    away: [
      { fromMs: 0, toMs: begunAtMs },
      { fromMs: cutAtMs, toMs: end?.backAtMs ?? Number.POSITIVE_INFINITY },
    ],
    clockOffsetMs: clockOffsetMs(answers) ?? 0,
  });
}

/** Some people, and one whom the gate held: what is urgent is to be seen, too. */
function isEnough(passes: readonly SeenPass[], fromMs: number): boolean {
  const come = passes.filter(({ atMs, arrivedAtMs }) => Math.min(atMs, arrivedAtMs) >= fromMs);
  return come.length >= checkLimits.passesNeeded && come.some(({ verdict }) => verdict !== 'admit');
}

/** What the heartbeat counts has to come; what does not is said later. */
async function allArrive(
  { watch, waitMs }: Run,
  { epoch, lastSeq = 0 }: GateRecord,
  afterSeq = lastSeq,
): Promise<void> {
  await until(waitMs, async () => {
    const lost = missing(await watch.look(), epoch, { afterSeq, lastSeq });
    return lost.length === 0 ? true : undefined;
  });
}
