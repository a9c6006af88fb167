import type { Browser } from 'playwright-core';
import type { BrowserPlan } from '../../config/plan.js';
import { type Runtime, traitsOf } from '../../config/runtimes.js';
import { BespokeError } from '../../errors.js';
import { loadPlaywright } from './playwright.js';

/** Linux keeps WebGPU behind switches; nothing here brings in a software adapter. */
const WEBGPU_ARGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** What the browser is started with for a runtime, before the arguments of the configuration. */
export const runtimeArgs = (runtime: Runtime): readonly string[] => {
  if (!traitsOf(runtime).needsAdapter) return ['--disable-background-networking', '--disable-gpu'];
  return ['--disable-background-networking', ...(process.platform === 'linux' ? WEBGPU_ARGS : [])];
};

/**
 * Starts a browser without a window and with an empty profile. Its own sandbox is on, unless this is root, which
 * Chromium refuses.
 * @throws BespokeError PACKAGE_MISSING, BROWSER_START
 */
export async function launchBrowser(path: string, runtime: Runtime, plan: BrowserPlan): Promise<Browser> {
  const { chromium } = await loadPlaywright(plan.projectFolder);
  const isRoot = process.getuid?.() === 0;
  try {
    return await chromium.launch({
      executablePath: path,
      headless: true,
      chromiumSandbox: !isRoot,
      args: [...runtimeArgs(runtime), ...plan.args],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (cause) {
    throw new BespokeError({
      code: 'BROWSER_START',
      what: `the browser did not start: ${(cause as Error).message.split('\n', 1)[0]}`,
      where: path,
      next: isRoot
        ? 'See that it starts by itself with --headless --no-sandbox.'
        : "Where the system allows it no sandbox, as in many containers, put browser: { args: ['--no-sandbox'] } into the configuration.",
      cause,
    });
  }
}
