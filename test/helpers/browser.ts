import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as playwright } from 'playwright-core';

/** Where a Chrome of this machine's own usually lies. */
const installed = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A cheap phone, held upright. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
};
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

/**
 * Starts a Chromium: the one that is installed or that GATEHOUSE_CHROME names, or else one that comes by npm (Linux on x64).
 * @returns undefined where there is neither.
 */
export async function startBrowser(): Promise<Browser | undefined> {
  const own = [process.env['GATEHOUSE_CHROME'] ?? '', ...installed].find((path) => existsSync(path));
  if (own !== undefined) return playwright.launch({ executablePath: own });
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  // Nothing of ours is drawn in three dimensions.
  chromium.setGraphicsMode = false;
  // In one process, which it is made for, no two people can be signed in.
  const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  return playwright.launch({ executablePath: await chromium.executablePath(), args });
}
