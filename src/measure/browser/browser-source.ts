import type { BrowserPlan, TargetEnvironment } from '../../config/plan.js';
import { traitsOf } from '../../config/runtimes.js';
import { BespokeError } from '../../errors.js';
import type { LatencySource } from '../latency-source.js';
import { processorId } from '../machine-id.js';
import { BrowserMeasurer } from './browser-measurer.js';
import { browserVersion } from './browser-version.js';
import { findBrowser } from './find-browser.js';
import { findPackage } from './find-package.js';
import { loadPlaywright } from './playwright.js';

/**
 * Latencies in a browser of this machine: one page for all models, started when the first are asked for. Where the
 * runtime needs a graphics adapter, the browser starts at once: only it knows the adapter, which is in the identity.
 * @param hangMs after which a comparison is taken to hang; ten minutes unless told
 * @throws BespokeError PACKAGE_MISSING, BROWSER_MISSING, BROWSER_START, WEBGPU_NO_ADAPTER, WEBGPU_SOFTWARE_ADAPTER
 */
export async function browserSource(
  environment: TargetEnvironment,
  plan: BrowserPlan,
  signal: AbortSignal,
  hangMs?: number,
): Promise<LatencySource> {
  const runtimePackage = await findPackage(
    'onnxruntime-web',
    plan.projectFolder,
    'to measure browser targets',
  );
  const { chromium } = await loadPlaywright(plan.projectFolder);
  const path = await findBrowser({
    executablePath: plan.executablePath,
    bundled: chromium.executablePath(),
  });
  signal.throwIfAborted();
  const measurer = new BrowserMeasurer({ environment, plan, path, runtimePackage, hangMs }, signal);
  try {
    const { needsAdapter } = traitsOf(environment.runtime);
    const told = needsAdapter ? undefined : await browserVersion(path);
    const version = told ?? `Chromium ${await measurer.version()}`;
    const parts = [processorId(), `onnxruntime-web ${runtimePackage.version}`, version, ...plan.args];
    if (needsAdapter) parts.push((await measurer.device()).adapter?.description ?? 'no adapter');
    return {
      identity: parts.join(', '),
      compare: (groups, options = {}) => measurer.compare(groups, options),
      outputs: (file) => measurer.outputs(file),
      close: () => measurer.close(),
    };
  } catch (error) {
    await measurer.close();
    throw error instanceof BespokeError || signal.aborted ? error : startFailed(path, error);
  }
}

const startFailed = (path: string, cause: unknown): BespokeError =>
  new BespokeError({
    code: 'BROWSER_START',
    what: `the measuring page did not open: ${(cause as Error).message.split('\n', 1)[0]}`,
    where: path,
    next: 'Check that the browser starts by itself with --headless.',
    cause,
  });
