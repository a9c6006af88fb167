import type { BrowserPlan } from '../../config/plan.js';
import type { Runtime } from '../../config/runtimes.js';
import { launchBrowser } from './launch-browser.js';

export interface BrowserPageEvents {
  /** The page or its browser has ended by itself. */
  readonly onLost: (what: string) => void;
  /** A script of the page failed. */
  readonly onError: (error: Error) => void;
}

/** The measuring page, open in a browser of its own. */
export interface BrowserPage {
  /** As `156.0.8078.108`. */
  readonly version: string;
  /** Gives it up as if it had ended by itself. */
  giveUp(what: string): void;
  close(): Promise<void>;
}

/**
 * Starts a browser and opens the page in it.
 * @throws BespokeError PACKAGE_MISSING, BROWSER_START
 */
export async function openBrowserPage(
  path: string,
  address: string,
  runtime: Runtime,
  plan: BrowserPlan,
  { onLost, onError }: BrowserPageEvents,
): Promise<BrowserPage> {
  const browser = await launchBrowser(path, runtime, plan);
  let isOpen = true;
  const lost = (what: string): void => {
    if (!isOpen) return;
    isOpen = false;
    void browser.close().catch(() => {});
    onLost(what);
  };
  browser.on('disconnected', () => lost('the browser ended'));
  const close = async (): Promise<void> => {
    isOpen = false;
    await browser.close().catch(() => {});
  };
  try {
    const page = await browser.newPage();
    page.on('crash', () => lost('the page crashed'));
    page.on('pageerror', onError);
    await page.goto(address, { waitUntil: 'commit' });
    return { version: browser.version(), giveUp: lost, close };
  } catch (error) {
    await close();
    throw error;
  }
}
