import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { BespokeError } from '../../errors.js';
import { type BrowserHost, browserPlaces } from './browser-places.js';

export interface BrowserWish {
  /** Absolute; as the configuration says. */
  readonly executablePath?: string | undefined;
  /** Where playwright-core keeps a browser of its own, whether it has one or not. */
  readonly bundled?: string | undefined;
}

const HOW_TO_GET_ONE =
  "Install Chromium, Chrome or Edge ('apt-get install chromium' on Debian, 'npx playwright-core install chromium' anywhere), or name one in CHROME_PATH or browser.executablePath of the configuration.";

/**
 * Path of the browser to measure in: what the configuration names, else what CHROME_PATH names, else the first that is
 * installed.
 * @throws BespokeError BROWSER_MISSING
 */
export async function findBrowser(
  { executablePath, bundled }: BrowserWish = {},
  surroundings: BrowserHost = { platform: process.platform, env: process.env, home: homedir() },
): Promise<string> {
  const { CHROME_PATH } = surroundings.env;
  if (executablePath !== undefined) return named('browser.executablePath', executablePath);
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') return named('CHROME_PATH', CHROME_PATH);
  const places = [...browserPlaces(surroundings), ...(bundled === undefined ? [] : [bundled])];
  for (const place of places) if (await isProgram(place)) return place;
  throw new BespokeError({
    code: 'BROWSER_MISSING',
    what: 'no browser was found to measure browser targets in',
    accepted: `Chromium, Chrome or Edge; looked for ${lookedFor(places)}`,
    next: HOW_TO_GET_ONE,
  });
}

async function named(where: string, path: string): Promise<string> {
  if (await isProgram(path)) return path;
  throw new BespokeError({
    code: 'BROWSER_MISSING',
    what: 'there is no such program',
    where,
    value: path,
    accepted: 'the path of Chromium, Chrome or Edge',
    next: HOW_TO_GET_ONE,
  });
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The same command in many folders of PATH is told once. */
function lookedFor(places: readonly string[]): string {
  const folders = new Map<string, string[]>();
  for (const place of places) {
    const cut = Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
    const names = folders.get(place.slice(cut + 1)) ?? [];
    folders.set(place.slice(cut + 1), [...names, place.slice(0, cut)]);
  }
  return [...folders]
    .map(([name, parents]) =>
      parents.length === 1 ? `${parents[0]}/${name}` : `${name} in ${parents.length} folders`,
    )
    .join(', ');
}
