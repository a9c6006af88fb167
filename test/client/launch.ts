import { type Browser, chromium } from 'playwright-core';

/** A real browser, with an empty profile. */
export const launch = (...args: string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', ...args],
  });
