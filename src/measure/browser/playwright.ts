import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Playwright from 'playwright-core';
import { findPackage } from './find-package.js';

/**
 * playwright-core, which is loaded only where a browser is started.
 * @throws BespokeError PACKAGE_MISSING
 */
export async function loadPlaywright(projectFolder: string): Promise<typeof Playwright> {
  const { folder } = await findPackage('playwright-core', projectFolder, 'to start a browser');
  return (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as typeof Playwright;
}
