import { join } from 'node:path';
import { exitCodes, readFlags, readNumber, runCommand } from '../../cli/command.ts';
import { signIn } from '../../demo/sign-in.ts';
import { createQuantiles, type Quantiles } from '../../device-sim/fleet/quantiles.ts';
import { UsageError } from '../../domain/errors.ts';
import { alertsTopic } from '../../domain/topics.ts';
import { samplePasses } from '../../operator/sample.ts';
import { desktop, startBrowser } from '../helpers/browser.ts';
import { connectConsole, consoleOf } from '../helpers/console.ts';
import { connect, enrolledGate, place, publishPasses } from '../helpers/device.ts';
import { buildGuardsPage, openPage, signInAs } from '../helpers/guards-page.ts';
import { newHome, startStack } from '../helpers/stack.ts';

const help = `npm run bench:page -- [--count N]

How long a fever takes from a gate's publish until a bare MQTT subscriber has its alert, and until it is drawn on the guards'
page in a browser: one after the other, on a stack of its own.

  --count N     fevers that are measured, after ten that are not (default 200)
  --help        this text
`;

const warmUp = 10;
const officer = 'officer-xixi';
const say = (line: string) => process.stdout.write(`${line}\n`);

/** In the page: tells when the number in its heading, once it has grown, was drawn, by the clock of this machine. */
const watchHeading = `
  let last = 0;
  new MutationObserver(() => {
    const count = Number(/\\d+/.exec(document.querySelector('h1')?.textContent ?? '')?.[0] ?? 0);
    if (count <= last) return;
    last = count;
    // A frame has been drawn when the one after it begins.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      tellDrawn(performance.timeOrigin + performance.now());
    }));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
`;

const now = () => performance.timeOrigin + performance.now();

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    count: { type: 'string', default: '200' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const count = readNumber('count', values.count, { min: 1, max: 1_000, whole: true });
  const browser = await startBrowser();
  if (!browser) throw new UsageError('There is no Chrome or Chromium here; GATEHOUSE_CHROME can name one.');
  const { home, remove } = newHome();
  const outDir = join(home, 'page');
  await buildGuardsPage(outDir);
  const stack = await startStack(home, { settings: { GATEHOUSE_CONSOLE: outDir } });
  try {
    const gate = await enrolledGate(stack, 'xixi-gate-1');
    const client = await connect(stack, gate);
    const { access_token } = await signIn(stack.endpoints, officer);
    const subscriber = await connectConsole(stack, access_token, { clientId: consoleOf(subjectOf(access_token)) });
    let hear: (atMs: number) => void = () => undefined;
    subscriber.on('message', () => hear(now()));
    await subscriber.subscribeAsync(alertsTopic(place), { qos: 1 });
    const { page } = await openPage(browser, stack, desktop);
    await signInAs({ page, complaints: [] }, /Officer, Xixi/);
    await page.getByText(/^(Live|实时)$/).waitFor();
    let see: (atMs: number) => void = () => undefined;
    await page.exposeFunction('tellDrawn', (atMs: number) => see(atMs));
    await page.evaluate(watchHeading);

    const toSubscriber = createQuantiles();
    const toPage = createQuantiles();
    const more = createQuantiles();
    for (let index = 0; index < warmUp + count; index++) {
      const heard = new Promise<number>((resolve) => {
        hear = resolve;
      });
      const drawn = new Promise<number>((resolve) => {
        see = resolve;
      });
      const publishedMs = now();
      await publishPasses(client, gate, samplePasses(Date.now(), true));
      const [heardMs, drawnMs] = await Promise.all([heard, drawn]);
      if (index < warmUp) continue;
      toSubscriber.add(heardMs - publishedMs);
      toPage.add(drawnMs - publishedMs);
      more.add(drawnMs - heardMs);
    }
    say(`${count} fevers, from publish, ms:          p50     p99`);
    say(`  until a subscriber has the alert   ${row(toSubscriber)}`);
    say(`  until it is drawn on the page      ${row(toPage)}`);
    say(`  page after subscriber              ${row(more)}`);
    await Promise.all([client.endAsync(), subscriber.endAsync()]);
    return exitCodes.done;
  } finally {
    await browser.close();
    await stack.stop();
    remove();
  }
});

function subjectOf(token: string): string {
  return String(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub);
}

function row(quantiles: Quantiles): string {
  return [quantiles.at(0.5), quantiles.at(0.99)].map((ms) => (ms ?? Number.NaN).toFixed(1).padStart(7)).join(' ');
}
