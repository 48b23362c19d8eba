import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { projectFolder, type RunningStack } from './stack.ts';

const screenshots = join(projectFolder, 'test/browser/screenshots');

/** Builds the guards' page into a folder, in the place of whatever is there. */
export async function buildGuardsPage(outDir: string): Promise<void> {
  await build({ root: join(projectFolder, 'console'), logLevel: 'warn', build: { outDir, emptyOutDir: true } });
}

/** In the page: what it plays, and nothing of it is heard. */
const listenToSounds = `
  globalThis.notes = 0;
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { globalThis.notes += 1; return create.call(this); };
`;

/** A busy machine takes its time, and a fault should not take a minute. */
const patienceMs = 15_000;

export interface OpenPage {
  page: Page;
  /** What a browser complained about: an error of ours, or something that the content security policy refused. */
  complaints: string[];
}

/** Opens the guards' page in a browser of its own: nobody has signed in there. */
export async function openPage(
  browser: Browser,
  stack: RunningStack,
  options: BrowserContextOptions,
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  await context.addInitScript(listenToSounds);
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico')) complaints.push(message.text());
  });
  await page.goto(`${stack.endpoints.http.url}/`);
  return { page, complaints };
}

/** Signs in as one of the demo's people, by touching what is there. @param name as the sign-in page says it. */
export async function signInAs({ page }: OpenPage, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
  await page.getByRole('button', { name }).click();
}

/** Enters digits on the page's own keys. */
export async function enterDigits({ page }: OpenPage, digits: string): Promise<void> {
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
}

export async function takeShift(open: OpenPage, { label, pin }: { label: string; pin: string }): Promise<void> {
  await open.page.getByRole('button', { name: label }).click();
  await enterDigits(open, pin);
  await open.page.getByRole('button', { name: /^(上岗|Begin shift)$/ }).click();
}

/** For a person to look at. */
export async function screenshot({ page }: OpenPage, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
