// Goal: with many alerts at once the page is still plain: worst first, readable by everybody (WCAG), handled by keyboard alone, and
// smooth with a thousand.
// Method: a whole stack and gates that raise alerts by MQTT; axe-core on every view; the time between frames while it scrolls.
import type { MqttClient } from 'mqtt';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { faults } from '../helpers/axe.ts';
import { phone, startBrowser } from '../helpers/browser.ts';
import { connect, type EnrolledDevice, enrolledGate } from '../helpers/device.ts';
import { guardLi, nameGuard } from '../helpers/guards.ts';
import { type OpenPage, openPage, screenshot, signInAs, takeShift } from '../helpers/guards-page.ts';
import { leaveUnhandled, raiseAlerts } from '../helpers/many-alerts.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';

const browser: Browser | undefined = await startBrowser();
const { home, remove } = newHome();
let stack: RunningStack;
let guard: OpenPage;
const gates: { gate: EnrolledDevice; client: MqttClient }[] = [];

beforeAll(async () => {
  if (!browser) return;
  stack = await startStack(home, { settings: { GATEHOUSE_CONSOLE: inject('builtPage') } });
  for (const number of [1, 2, 3]) {
    const gate = await enrolledGate(stack, `xixi-gate-${number}`);
    gates.push({ gate, client: await connect(stack, gate) });
  }
  await nameGuard(stack, 'xixi');
  guard = await openPage(browser, stack, phone);
});

afterAll(async () => {
  await Promise.all(gates.map(({ client }) => client.endAsync(true)));
  await browser?.close();
  await stack?.stop();
  remove();
});

async function raise(perGate: number): Promise<void> {
  await Promise.all(gates.map(({ gate, client }) => raiseAlerts(client, gate, perGate)));
}

describe.skipIf(!browser)('with sixty alerts', () => {
  it('they are listed worst first, and nobody stumbles over anything', async () => {
    expect(await faults(guard)).toEqual([]);
    await signInAs(guard, /门卫 西溪 ·/);
    await guard.page.getByRole('button', { name: 'Guard li' }).waitFor();
    expect(await faults(guard)).toEqual([]);
    await takeShift(guard, { label: 'Guard li', pin: guardLi.pin });
    await guard.page.getByText('实时').waitFor();
    await raise(20);
    await guard.page.getByRole('heading', { name: '60 件待处理' }).waitFor();
    await screenshot(guard, 'many');
    expect(await guard.page.locator('.card').first().innerText()).toContain('体温偏高');
    expect(await faults(guard)).toEqual([]);
  });

  it('an alert, and what is filled in about it', async () => {
    const { page } = guard;
    await page.getByRole('button', { name: /接警/ }).click();
    await page.getByRole('button', { name: '做好了' }).waitFor();
    expect(await faults(guard)).toEqual([]);
    for (const sheet of ['测体温', '销警', '转交', '开闸']) {
      await page.getByRole('button', { name: '其他操作' }).click();
      await page.getByRole('button', { name: sheet, exact: true }).first().click();
      await page.getByRole('dialog').waitFor();
      await screenshot(guard, `sheet-${sheet}`);
      expect(await faults(guard), sheet).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: '返回' }).click();
  });

  it('in the dark, and in English', async () => {
    const { page } = guard;
    await page.getByRole('navigation').getByRole('link', { name: '设置' }).click();
    await page.getByRole('radio', { name: '深色' }).check();
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await screenshot(guard, 'settings-dark');
    expect(await faults(guard)).toEqual([]);
    await page.getByRole('navigation').getByRole('link', { name: 'Alerts' }).click();
    await page.getByRole('heading', { name: '59 to handle' }).waitFor();
    await screenshot(guard, 'many-dark');
    expect(await faults(guard)).toEqual([]);
    await page
      .getByRole('link', { name: /Code refused/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Take it' }).waitFor();
    await screenshot(guard, 'code-dark');
    expect(await faults(guard)).toEqual([]);
  });

  it('by keyboard alone', async () => {
    const { page } = guard;
    const focused = () => page.evaluate<string>('document.activeElement.innerText || document.activeElement.ariaLabel');
    const tabTo = async (name: RegExp) => {
      for (let times = 0; times < 40; times++) {
        await page.keyboard.press('Tab');
        if (name.test(await focused())) return;
      }
      throw new Error(`No way to ${name} by keyboard.`);
    };
    await tabTo(/Take it/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Done' }).waitFor();
    await tabTo(/More/);
    await page.keyboard.press('Enter');
    await tabTo(/Resolve/);
    await page.keyboard.press('Enter');
    await tabTo(/Close/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await tabTo(/^Resolve$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '58 to handle' }).waitFor();
  });
});

describe.skipIf(!browser)('with a thousand alerts', () => {
  it('scrolls smoothly to the last', async () => {
    const { page } = guard;
    await leaveUnhandled(stack, 1_000);
    await page.reload();
    await page.getByRole('heading', { name: '1058 to handle' }).waitFor();
    const before = await page.locator('.card').count();
    const frames = await page.evaluate<number[]>(scrollToTheEnd);
    const sorted = frames.toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    process.stdout.write(
      `scrolling a thousand alerts: ${frames.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms\n`,
    );
    expect(before, 'cards that are drawn before anybody scrolls').toBeLessThan(100);
    expect(await page.locator('.card').count()).toBeGreaterThan(1_000);
  });
});

/** In the page: a part of a screen at a time; then to the end. Resolves with the milliseconds between the first frames. */
const scrollToTheEnd = `new Promise((resolve) => {
  const frames = [];
  let before = performance.now();
  let still = 0;
  const step = (now) => {
    const isMeasured = frames.length < 60;
    if (isMeasured) frames.push(now - before);
    before = now;
    const top = scrollY;
    if (isMeasured) scrollBy(0, 160);
    else scrollTo(0, document.body.scrollHeight);
    still = scrollY === top ? still + 1 : 0;
    if (still > 10) resolve(frames);
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;
