// Goal: what stands beside the alerts works on a phone and on a desktop, in both languages: gates, visitors' codes, figures,
// practice, what an officer looks after, messages with the page closed.
// Method: a whole stack with a gate that has had an afternoon; two browsers; axe-core on every view.
import jsQr from 'jsqr';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { localDay } from '../../domain/local-day.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { ingestTopic } from '../../domain/topics.ts';
import { faults } from '../helpers/axe.ts';
import { desktop, phone, startBrowser } from '../helpers/browser.ts';
import { connect, type EnrolledDevice, enrolledGate, publishPasses } from '../helpers/device.ts';
import { guardLi, nameGuard } from '../helpers/guards.ts';
import { type OpenPage, openPage, screenshot, signInAs, takeShift } from '../helpers/guards-page.ts';
import { feverOf, passOf } from '../helpers/passes.ts';
import { newHome, type RunningStack, startStack } from '../helpers/stack.ts';
import { heartbeatOf } from '../helpers/status.ts';

const browser: Browser | undefined = await startBrowser();
const { home, remove } = newHome();
const day = (at: string | number) => localDay(new Date(at).getTime(), 'Asia/Shanghai');
/** Three hours of people, one every three minutes; every twentieth is too warm. */
const afternoon: readonly Pass[] = Array.from({ length: 60 }, (_, index) => {
  const at = new Date(Date.now() - (60 - index) * 180_000).toISOString();
  const measured = { epoch: 'views00000', seq: index + 1, at, baselineC: 34.9 + index / 100, code: null };
  return index % 20 === 10
    ? feverOf({ ...measured, skinC: 36.5 })
    : passOf({ ...measured, skinC: 35 + (index % 7) / 10 });
});
let stack: RunningStack;
let gate: EnrolledDevice;
let guard: OpenPage;
let officer: OpenPage;
let stopGate = async () => {};

beforeAll(async () => {
  if (!browser) return;
  stack = await startStack(home, { settings: { GATEHOUSE_CONSOLE: inject('builtPage') } });
  gate = await enrolledGate(stack, 'xixi-gate-1');
  await enrolledGate(stack, 'xixi-gate-2');
  await nameGuard(stack, 'xixi');
  const client = await connect(stack, gate);
  stopGate = async () => void (await client.endAsync(true));
  for (let at = 0; at < afternoon.length; at += 20) {
    await publishPasses(client, gate, { sentAt: new Date().toISOString(), passes: afternoon.slice(at, at + 20) });
  }
  const heartbeat = heartbeatOf({ sentAt: new Date().toISOString(), epoch: 'views00000', lastSeq: 60, listsAgeS: 60 });
  await client.publishAsync(ingestTopic({ ...gate, gate: gate.deviceId }, 'status'), JSON.stringify(heartbeat), {
    qos: 1,
  });
  [guard, officer] = await Promise.all([openPage(browser, stack, phone), openPage(browser, stack, desktop)]);
  await signInAs(guard, /门卫 西溪 ·/);
  await takeShift(guard, { label: 'Guard li', pin: guardLi.pin });
  await guard.page.getByText('实时').waitFor();
});

afterAll(async () => {
  await stopGate();
  await browser?.close();
  await stack?.stop();
  remove();
});

/** In the page: all that it keeps on the phone, as one text. */
const allThatIsKept = `new Promise((resolve) => {
  indexedDB.open('gatehouse').onsuccess = ({ target: { result } }) => {
    result.transaction('kept').objectStore('kept').getAll().onsuccess = ({ target }) =>
      resolve(JSON.stringify([target.result, { ...localStorage }, { ...sessionStorage }]));
  };
})`;
/** In the service worker: a browser without a window lets no page show anything. */
const noteNotifications = `
  self.shown = [];
  self.registration.showNotification = async (title, { body, tag }) => void self.shown.push({ title, body, tag });
`;

/** A busy machine takes its time. */
const patient = { timeout: 10_000 };

/** Goes where a hash leads; `name` is the heading there. */
async function go({ page }: OpenPage, hash: string, name: string | RegExp): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

describe.skipIf(!browser)('a guard on a phone, in Chinese', () => {
  it('sees the gates worst first, and the hours of one as a chart and in words', async () => {
    const { page } = guard;
    await go(guard, 'gates', '1 台闸机要看一下');
    await page.getByText('还没有连上过').waitFor();
    expect(await page.locator('.card').evaluateAll((cards) => cards.map((card) => card.getAttribute('href')))).toEqual([
      '#gate/xixi-gate-2',
      '#gate/xixi-gate-1',
    ]);
    expect(await faults(guard)).toEqual([]);
    await screenshot(guard, 'gates');
    await go(guard, 'gate/xixi-gate-1', '1 号门');
    await page.getByText('60 人次通过，其中 3 人次被拦下。').waitFor();
    await page.locator('.chart canvas').waitFor();
    await page.getByText('看表格').click();
    expect(await page.locator('.tables[open] tbody tr').count()).toBeGreaterThan(30);
    expect(await faults(guard)).toEqual([]);
    await page.locator('.chart').scrollIntoViewIfNeeded();
    await screenshot(guard, 'gate');
  });

  it('cannot open a gate that offers no nonce, and is told why', async () => {
    const { page } = guard;
    await page.getByRole('button', { name: '开闸' }).click();
    await page.getByRole('radio', { name: '急救、消防' }).check();
    await page.getByRole('dialog').getByRole('button', { name: '开闸' }).click();
    await page.getByText('没有开成：闸机联系不上').waitFor();
    await page.keyboard.press('Escape');
  });
});

describe.skipIf(!browser)('visitors and figures', () => {
  it('a guard shows a visitor a code in two taps that a scanner reads and the phone does not keep, and takes it back', async () => {
    const { page } = guard;
    await page.goBack();
    await page.getByRole('link', { name: '访客' }).click();
    await page.getByRole('button', { name: /两小时/ }).click();
    await page.getByRole('img', { name: /前有效/ }).waitFor();
    expect(await faults(guard)).toEqual([]);
    await screenshot(guard, 'visitor-code');
    const { data, width, height } = PNG.sync.read(await page.screenshot());
    const text = jsQr.default(new Uint8ClampedArray(data), width, height)?.data ?? '';
    expect(text).toMatch(/^GH1:/);
    const kept = await page.evaluate<string>(allThatIsKept);
    expect(kept).toContain('xixi-gate-1');
    expect(kept + stack.output.join('\n')).not.toContain(text.slice(4, 40));
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: '作废这个码' }).click();
    await sheet.getByText('已作废').waitFor();
    await page.getByRole('button', { name: '好了' }).click();
    await screenshot(guard, 'codes');
  });

  it('a guard sees what the day was like, in numbers that add up', async () => {
    const today = afternoon.filter(({ at }) => day(at) === day(Date.now()));
    await go(guard, 'today', '今日');
    await guard.page.getByText(`${today.length} 人次`).waitFor();
    const held = today.filter(({ verdict }) => verdict === 'recheck').length;
    await guard.page.getByText(`复查${held}`, { exact: true }).waitFor();
    expect(await faults(guard)).toEqual([]);
    await screenshot(guard, 'today');
  });
});

describe.skipIf(!browser)('practice', () => {
  it('a guard practises without anything being sent, and is told what was right', async () => {
    const { page } = guard;
    await go(guard, 'practice', '演练');
    expect(await faults(guard)).toEqual([]);
    await page.getByRole('button', { name: '开始演练' }).click();
    const sent: string[] = [];
    page.on('request', (request) => /\/assets\//.test(request.url()) || sent.push(request.url()));
    await page.getByRole('heading', { name: '2 件待处理' }).waitFor();
    expect(await faults(guard)).toEqual([]);
    await screenshot(guard, 'practice');
    await page.getByRole('button', { name: /接警/ }).click();
    await page.getByRole('heading', { name: '体温偏高' }).waitFor();
    await page.getByText('看手机').last().waitFor();
    await page.getByRole('button', { name: '其他操作' }).click();
    await screenshot(guard, 'practice-sheet');
    await page.getByRole('button', { name: '销警', exact: true }).click();
    await page.getByRole('radio', { name: '误报' }).check();
    await page.getByRole('dialog').getByRole('button', { name: '销警', exact: true }).click();
    await page.getByRole('heading', { name: '2 件待处理' }).waitFor();
    await page.getByRole('link', { name: '结束' }).click();
    await page.getByText('做了 1 件，0 件全对。').waitFor();
    await page.getByText('一分钟内接了警').waitFor();
    await page.getByText('步骤没有做完').waitFor();
    expect(await faults(guard)).toEqual([]);
    await screenshot(guard, 'practice-summary');
    expect(sent).toEqual([]);
    await page.getByRole('button', { name: '回到真的页面' }).click();
    await page.getByRole('navigation', { name: '页面' }).waitFor();
  });
});

describe.skipIf(!browser)('an officer on a desktop, in English and in the dark', () => {
  it('writes a roster, and sees who is on duty', async () => {
    const { page } = officer;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'English' }).click();
    await signInAs(officer, /Officer, Xixi/);
    await page.getByRole('link', { name: 'Duty' }).click();
    await page.getByText('Nobody', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Roster' }).click();
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByLabel('Name').fill('Wang Jianguo');
    await page.getByLabel('SMS').fill('13800001111');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('SMS').fill('+8613800001111');
    expect(await faults(officer)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('SMS +8613800001111').waitFor();
    await page.getByRole('button', { name: 'Add a duty' }).click();
    await page.getByLabel('To', { exact: true }).fill('08:00');
    await page.getByRole('checkbox', { name: 'Wang Jianguo' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Every day all day').waitFor();
    expect(await faults(officer)).toEqual([]);
    await screenshot(officer, 'roster-desktop');
    await go(officer, 'duty', 'Duty');
    await page.getByText('Wang Jianguo').waitFor();
    expect(await faults(officer)).toEqual([]);
  });

  it('names a guard with a PIN that is not easy, and looks up load and handled alerts', async () => {
    const { page } = officer;
    await go(officer, 'guards', 'Guards and PINs');
    await page.getByRole('button', { name: 'Name a guard' }).click();
    await page.getByLabel('What colleagues call them').fill('Chen');
    await page.getByLabel('PIN, 4 to 6 digits').fill('1234');
    await page.getByText('too easy to guess').waitFor();
    await page.getByLabel('PIN, 4 to 6 digits').fill('7306');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Chen' }).waitFor();
    expect(await faults(officer)).toEqual([]);
    for (const [hash, name] of [
      ['load', 'Load of alerts'],
      ['handled', 'Handled alerts'],
      ['gates', /to look at/],
      ['gate/xixi-gate-1', 'Gate 1'],
      ['today', 'Today'],
      ['settings', 'Settings'],
    ] as const) {
      await go(officer, hash, name);
      await expect.poll(() => page.locator('.look-state:not(:empty)').count(), patient).toBe(0);
      expect(await faults(officer), hash).toEqual([]);
      await screenshot(officer, `${hash.split('/')[0]}-desktop`);
    }
  });
});

describe.skipIf(!browser)('a page that is closed', () => {
  it('shows what is pushed, by its service worker', async () => {
    const { page } = officer;
    const context = page.context();
    const { origin } = new URL(page.url());
    await page.evaluate('navigator.serviceWorker.ready.then(() => {})');
    const [worker] = context.serviceWorkers();
    await worker?.evaluate(noteNotifications);
    const devtools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    const registrationId = await registered;
    const data = JSON.stringify({
      zh: '有告警',
      en: 'An alert',
      gate: 'xixi-gate-1',
      url: 'https://elsewhere.example',
    });
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    await expect
      .poll(() => worker?.evaluate('self.shown'), patient)
      .toEqual([{ title: '门岗 Gatehouse', body: '有告警\nAn alert', tag: 'xixi-gate-1' }]);
  });

  it('nothing was complained about', () => {
    expect([...guard.complaints, ...officer.complaints].filter((line) => !/status of 409/.test(line))).toEqual([]);
  });
});
