import { type LoadOptions, loadPlan } from '../config/load-plan.js';
import { traitsOf } from '../config/runtimes.js';
import { BespokeError } from '../errors.js';
import { browserVersion } from '../measure/browser/browser-version.js';
import { findBrowser } from '../measure/browser/find-browser.js';
import { findPackage } from '../measure/browser/find-package.js';
import { loadPlaywright } from '../measure/browser/playwright.js';
import type { Finding } from './finding.js';

/**
 * The browser that browser targets are measured in. What is missing for them stands in the way only where the
 * configuration has one.
 */
export async function browserFindings({ cwd, config }: LoadOptions): Promise<Finding[]> {
  const plan = await loadPlan({ cwd, config }).catch(() => undefined);
  const isNeeded =
    plan?.targets.some(
      ({ runtime, profile }) => traitsOf(runtime).measurer === 'browser' && profile === undefined,
    ) === true;
  const projectFolder = plan?.browser.projectFolder ?? cwd;
  const bundled = await loadPlaywright(projectFolder).then(
    ({ chromium }) => chromium.executablePath(),
    () => undefined,
  );
  const browser = await found('browser', isNeeded, async () => {
    const path = await findBrowser({ executablePath: plan?.browser.executablePath, bundled });
    return `${(await browserVersion(path)) ?? 'unknown version'}, ${path}`;
  });
  if (!isNeeded) return [browser];
  const packages = ['onnxruntime-web', 'playwright-core'].map((name) =>
    found(`${name} for targets`, true, async () => {
      const { version } = await findPackage(name, projectFolder, 'to measure browser targets');
      return version;
    }),
  );
  return [browser, ...(await Promise.all(packages))];
}

async function found(subject: string, isNeeded: boolean, look: () => Promise<string>): Promise<Finding> {
  try {
    return { state: 'good', subject, detail: await look() };
  } catch (error) {
    if (!(error instanceof BespokeError)) throw error;
    return { state: isNeeded ? 'bad' : 'absent', subject, detail: error.message };
  }
}
