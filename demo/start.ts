import { join } from 'node:path';
import { exitCodes, readFlags, runCommand } from '../cli/command.ts';
import { listenForInterruption } from '../cli/interruption.ts';
import { openSigner } from '../device-sim/deployed/signing.ts';
import type { FleetEvent } from '../device-sim/fleet/fleet.ts';
import { readMetrics } from '../local/embedded-metrics.ts';
import { readSettings } from '../local/settings.ts';
import { createLocalStack } from '../local/stack.ts';
import { synthesise } from '../local/synthesis.ts';
import { connectToDeployment, readEndpoints } from '../operator/deployment.ts';
import { type Board, createBoard } from './board.ts';
import { byHand } from './by-hand.ts';
import { createDemoFleet, demoGates } from './fleet.ts';
import { nameDemoGuards } from './guards.ts';
import { guardsPageLines, pageFolder } from './guards-page.ts';
import { openPosts } from './posts.ts';
import { createScreen, type Screen } from './screen.ts';
import { alertLine, passLine } from './wording.ts';

const help = `npm start

Runs Gatehouse on this machine: the broker, the functions, the tables and the queues of the synthesised template,
and a small fleet of simulated gates: 3 communities with 2 gates each. Ctrl-C ends it; what it stored stays.

  GATEHOUSE_HOME            where state lives (default .gatehouse)
  GATEHOUSE_MQTTS_PORT, GATEHOUSE_HTTP_PORT, GATEHOUSE_DYNAMODB_PORT, GATEHOUSE_AWS_PORT
                            ports (default 8883, 8787, 8000, 8790; 0 takes a free one)
  GATEHOUSE_DYNAMODB        dynalite (default), local, aws, or the URL of an engine that runs already
`;

/** After Ctrl-C: how long the gates may go on sending what they hold. It stays on their flash anyway. */
const drainMs = 500;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, { help: { type: 'boolean', default: false } });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const ended = endOfRun();
  const asked = readSettings(process.env);
  const settings = { ...asked, pageFolder: pageFolder(asked.pageFolder) };
  process.stdout.write('Starting: template, broker, functions, tables …\n');
  const assemblyFolder = await synthesise(join(import.meta.dirname, '..'));
  const board = createBoard(demoGates.map(({ gate }) => gate));
  const screen = createScreen(process.stdout, board);
  const stack = createLocalStack({
    assemblyFolder,
    settings,
    onFunctionLine: ({ line }) => {
      for (const metric of readMetrics(line)) board.measured(metric);
    },
    log: screen.say,
    onFailure: ended.fail,
  });
  try {
    const { http } = await stack.start();
    if (settings.pageFolder !== undefined) for (const line of guardsPageLines(http)) screen.say(line);
    await watchFleet(settings.home, board, screen, ended.promise);
  } finally {
    screen.close();
    await stack.stop();
  }
  process.stdout.write(`Ended. What was stored is in ${settings.home}; "npm start" goes on from there.\n`);
  return exitCodes.done;
});

/** Ctrl-C, or being told to end; `fail` ends it with an error. */
function endOfRun(): { promise: Promise<void>; fail(reason: Error): void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  listenForInterruption().addEventListener('abort', () => resolve());
  return { promise, fail: reject };
}

async function watchFleet(home: string, board: Board, screen: Screen, ended: Promise<void>): Promise<void> {
  const deployment = await connectToDeployment({ aws: false, home });
  for (const line of byHand(deployment, process.env)) screen.say(line);
  screen.open();
  const closePosts = await openPosts(
    deployment,
    (message) => {
      board.alerted(message);
      screen.note(alertLine(message.alert));
    },
    screen.say,
  );
  const signer = await openSigner(deployment, screen.say);
  const fleet = createDemoFleet(deployment, signer, (event) => show(event, board, screen));
  const ending = new AbortController();
  const started = fleet.start().then(async () => {
    const trouble = await nameDemoGuards(readEndpoints(home), ending.signal);
    if (trouble !== undefined) screen.say(trouble);
  });
  try {
    await ended;
  } finally {
    screen.say('Ending …');
    ending.abort();
    await started;
    await Promise.all([fleet.stop({ drainMs }), closePosts()]);
    deployment.close();
  }
}

function show(event: FleetEvent, board: Board, screen: Screen): void {
  const { gate } = event;
  if (event.kind === 'connected') board.connected(gate, true);
  else if (event.kind === 'acknowledged') board.acknowledged(gate, event.passes);
  else if (event.kind === 'passed') {
    board.passed(gate, event.pass);
    screen.note(passLine(gate, event.pass));
  } else if (event.kind === 'out-of-room') {
    screen.say(`${gate}: its outbox is full, and nobody is let in`);
  } else if (event.kind === 'stopped') {
    board.connected(gate, false);
    screen.say(`${gate}: ${event.why}`);
  } else if (event.kind === 'trouble') screen.say(`${gate}: ${event.what}`);
}
