import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { loadPlan } from '../config/load-plan.js';
import { BespokeError } from '../errors.js';
import { outputError } from '../output/output-error.js';
import { readLastBuild } from '../pipeline/record/last-build.js';
import { atomicFile } from '../store/atomic-file.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';

export interface ReportOptions {
  readonly cwd: string;
  readonly config: string | undefined;
  /** From `cwd`. */
  readonly out: string;
  /** Whether the system is asked to show it. */
  readonly open: boolean;
}

type Show = (path: string) => Promise<unknown>;

const showInBrowser: Show = async (path) => (await import('open')).default(path);

/** `bespoke report`: writes the report of the last build again, without building. */
export async function reportCommand(
  { cwd, config, out, open }: ReportOptions,
  console: Console,
  show: Show = showInBrowser,
): Promise<number> {
  const plan = await loadPlan({ config, cwd });
  const last = await readLastBuild(plan);
  if (last === undefined) {
    throw new BespokeError({
      code: 'REPORT_NO_BUILD',
      what: 'the cache holds no finished build of this configuration',
      where: plan.cacheDirectory,
      next: `Run 'bespoke build${config === undefined ? '' : ` --config ${config}`}', or webpack with the plugin, first.`,
    });
  }
  const { reportHtml } = await import('../report/report-html.js');
  const path = resolve(cwd, out);
  try {
    await atomicFile(path, (temporary) => writeFile(temporary, reportHtml(last.models, last)));
  } catch (error) {
    throw outputError(error, dirname(path), 'report');
  }
  console.out(`Written to ${out}\n`);
  if (open) await shown(path, show);
  return exitStatus.done;
}

async function shown(path: string, show: Show): Promise<void> {
  try {
    await show(path);
  } catch (cause) {
    throw new BespokeError({
      code: 'REPORT_NOT_OPENED',
      what: `the report was written, but could not be opened (${(cause as Error).message})`,
      where: path,
      next: 'Open the file in a browser.',
      cause,
    });
  }
}
