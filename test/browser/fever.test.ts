// Goal: a fever at a gate is on a guard's phone, sounds once, and is handled from the page alone; others see each step; without
// a network the page goes on and says so.
// Method: a whole stack, a gate that publishes by MQTT, and two browsers that sign in as people do.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { samplePasses } from '../../operator/sample.ts';
import { desktop, phone, startBrowser } from '../helpers/browser.ts';
import { connect, type EnrolledDevice, enrolledGate, publishPasses } from '../helpers/device.ts';
import { guardLi, nameGuard } from '../helpers/guards.ts';
import { enterDigits, type OpenPage, openPage, screenshot, signInAs, takeShift } from '../helpers/guards-page.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';

const browser: Browser | undefined = await startBrowser();
const { home, remove } = newHome();
let stack: RunningStack;
let gate: EnrolledDevice;
let gateElsewhere: EnrolledDevice;
let guard: OpenPage;
let officer: OpenPage;
/** A guard of another community. */
let elsewhere: OpenPage;

beforeAll(async () => {
  if (!browser) return;
  stack = await startStack(home, { settings: { GATEHOUSE_CONSOLE: inject('builtPage') } });
  gate = await enrolledGate(stack, 'xixi-gate-1');
  gateElsewhere = await enrolledGate(stack, 'wuchang-gate-2', { district: 'yuhang', community: 'wuchang' });
  await Promise.all(['xixi', 'wuchang'].map((community) => nameGuard(stack, community)));
  [guard, officer, elsewhere] = await Promise.all([
    openPage(browser, stack, phone),
    openPage(browser, stack, desktop),
    openPage(browser, stack, phone),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  remove();
});

async function haveFever(at = gate): Promise<void> {
  const client = await connect(stack, at);
  await publishPasses(client, at, samplePasses(Date.now(), true));
  await client.endAsync();
}

const notes = ({ page }: OpenPage) => page.evaluate<number>('notes');

describe.skipIf(!browser)('on a phone, in Chinese', () => {
  it('a guard signs in, and begins a shift by PIN', async () => {
    await screenshot(guard, 'welcome');
    await signInAs(guard, /门卫 西溪 ·/);
    await takeShift(guard, { label: 'Guard li', pin: guardLi.pin });
    await guard.page.getByRole('heading', { name: '没有要处理的事' }).waitFor();
    await guard.page.getByText('实时').waitFor();
    // What a page that is opened anew without a network is made of.
    await guard.page.evaluate('navigator.serviceWorker.ready');
    await screenshot(guard, 'quiet');
    await signInAs(elsewhere, /门卫 五常 ·/);
    await takeShift(elsewhere, { label: 'Guard li', pin: guardLi.pin });
    await elsewhere.page.getByText('实时').waitFor();
  });

  it('a fever is on the screen and sounds; an officer sees it on a desktop, in English', async () => {
    await officer.page.getByRole('button', { name: 'English' }).click();
    await signInAs(officer, /Officer, Xixi/);
    await officer.page.getByText('Live').waitFor();
    await haveFever();
    await guard.page.getByRole('link', { name: '体温偏高' }).waitFor();
    await officer.page.getByRole('link', { name: 'Too warm' }).waitFor();
    expect(await notes(guard)).toBe(4);
    await screenshot(guard, 'fever');
    await screenshot(officer, 'fever-desktop');
  });

  it('a guard of another community sees and hears nothing of it, but a fever of their own', async () => {
    await haveFever(gateElsewhere);
    await elsewhere.page.getByRole('heading', { name: '1 件待处理' }).waitFor();
    await elsewhere.page.getByText('2 号门').first().waitFor();
    expect(await elsewhere.page.getByText('1 号门').count()).toBe(0);
    expect(await notes(elsewhere)).toBe(4);
  });

  it('it is taken, measured and resolved by its playbook; the officer sees each step', async () => {
    const { page } = guard;
    await page.getByRole('button', { name: /接警/ }).click();
    await officer.page
      .getByText(/In hand/)
      .first()
      .waitFor();
    await page.getByRole('heading', { name: '体温偏高' }).waitFor();
    for (const step of ['看手机', '自己戴好口罩', '您好', '递上消过毒的体温计']) {
      await page.getByText(step).last().waitFor();
      await page.getByRole('button', { name: '做好了' }).click();
    }
    await page.getByRole('button', { name: '输入读数' }).click();
    await enterDigits(guard, '386');
    await screenshot(guard, 'measure');
    await page.getByRole('button', { name: '记下' }).click();
    await screenshot(guard, 'playbook');
    await officer.page.getByRole('link', { name: 'Too warm' }).click();
    await officer.page.getByText('38.6 °C').first().waitFor();
    await screenshot(officer, 'measured-desktop');
    await page.getByRole('button', { name: '其他操作' }).click();
    await page.getByRole('button', { name: '销警', exact: true }).click();
    await page.getByRole('radio', { name: '已转交' }).check();
    await page.getByLabel('备注').fill('120 已到');
    await screenshot(guard, 'resolve');
    await page.getByRole('dialog').getByRole('button', { name: '销警', exact: true }).click();
    await page.getByRole('heading', { name: '没有要处理的事' }).waitFor();
    await officer.page
      .getByText(/Resolved/)
      .first()
      .waitFor();
    await officer.page.getByText('120 已到').waitFor();
  });

  it('a wrong tap is taken back within a minute', async () => {
    await guard.page.getByRole('button', { name: /撤销/ }).click();
    await officer.page.getByRole('button', { name: 'Done' }).waitFor();
    await guard.page.getByRole('link', { name: '体温偏高' }).waitFor();
    expect(await notes(guard), 'what has sounded does not sound again').toBe(4);
  });
});

describe.skipIf(!browser)('without a network', () => {
  it('what is done waits, also when the page is opened anew, and it says so; then it is sent, and what was missed is there', async () => {
    const { page } = guard;
    await page.context().setOffline(true);
    await page
      .getByText(/没有网络/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: '体温偏高' }).click();
    await page.getByRole('button', { name: '其他操作' }).click();
    await page.getByRole('button', { name: '销警', exact: true }).click();
    await page.getByRole('radio', { name: '误报' }).check();
    await page.getByRole('dialog').getByRole('button', { name: '销警', exact: true }).click();
    await page.getByText('1 件操作等待发送').waitFor();
    await screenshot(guard, 'offline');
    await page.reload();
    await page.getByText('1 件操作等待发送').waitFor();
    await haveFever();
    await officer.page.goto(`${stack.endpoints.http.url}/#alerts`);
    await officer.page.getByRole('heading', { name: '1 to handle' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '1 件待处理' }).waitFor();
    expect(await notes(guard), 'in the page that was opened anew the one that was missed sounds, and no other').toBe(4);
  });

  it('of two who take an alert one is first, and the other is told', async () => {
    const { page } = guard;
    await page.context().setOffline(true);
    await page
      .getByText(/没有网络/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /接警/ }).click();
    await page.getByRole('button', { name: '做好了' }).waitFor();
    await officer.page.getByRole('button', { name: /Take it/ }).click();
    await officer.page.getByRole('button', { name: 'Done' }).waitFor();
    await page.context().setOffline(false);
    await page.getByText('没有办成：已有人接警').waitFor();
    await page.getByText('别的岗位先处理了').waitFor();
    expect(await page.getByText('打开铃声').count(), 'once touched, the page is heard').toBe(0);
    await screenshot(guard, 'was-second');
    await page.getByRole('button', { name: '知道了' }).click();
    await page.getByText('没有办成').waitFor({ state: 'hidden' });
  });

  it('nothing was complained about', () => {
    const errors = [...guard.complaints, ...officer.complaints];
    expect(errors.filter((line) => !/ERR_INTERNET_DISCONNECTED|WebSocket connection|status of 409/.test(line))).toEqual(
      [],
    );
  });
});
