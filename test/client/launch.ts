import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../src/measure/browser/find-browser.js';

/** The browser that measuring would find, with an empty profile and no graphics card. */
export const launch = async (...args: string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: await findBrowser({ bundled: chromium.executablePath() }),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', ...args],
  });
