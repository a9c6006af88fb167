import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { BuildPlan } from '../../config/plan.js';
import type { Elsewhere } from '../../farm/elsewhere.js';
import { atomicFile } from '../../store/atomic-file.js';
import { isReadOnly } from '../../store/store-error.js';
import type { Artifact, BuildResult, ModelResult } from '../result.js';

/** Raised when a file of an older version cannot be read any more. */
const VERSION = 2;

/** A model of the last build without the bytes of its files: what a report is made from. */
export type BuiltModelReport = Omit<ModelResult, 'artifacts'> & {
  readonly artifacts: readonly Omit<Artifact, 'bytes'>[];
};

export interface LastBuild extends Elsewhere {
  readonly version: typeof VERSION;
  readonly models: readonly BuiltModelReport[];
}

/** A result without the bytes of its files. */
export const withoutBytes = ({ models }: Pick<BuildResult, 'models'>): readonly BuiltModelReport[] =>
  models.map((model) => ({
    ...model,
    artifacts: model.artifacts.map(({ bytes: _, ...artifact }) => artifact),
  }));

/**
 * Keeps in the cache directory what a report of this configuration is made from. A build that misses a budget under
 * `onMiss: 'error'` has failed: then what the build before left stays.
 * @throws BespokeError STORE_FULL, STORE_NOT_WRITABLE
 */
export async function keepLastBuild(plan: BuildPlan, result: BuildResult): Promise<void> {
  if (result.missed.some(({ onMiss }) => onMiss === 'error')) return;
  const { remote, farm } = result;
  const last: LastBuild = { version: VERSION, models: withoutBytes(result), remote, farm };
  try {
    await atomicFile(lastBuildPath(plan), (temporary) => writeFile(temporary, JSON.stringify(last)));
  } catch (error) {
    // A store that can only be read gives its results all the same.
    if (!(isReadOnly(error) && result.cached)) throw error;
  }
}

/** What {@link keepLastBuild} kept; undefined when there was no build, or one by another version of bespoke. */
export async function readLastBuild(plan: BuildPlan): Promise<LastBuild | undefined> {
  let text: string;
  try {
    text = await readFile(lastBuildPath(plan), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const last = JSON.parse(text) as LastBuild | null;
    return last?.version === VERSION ? last : undefined;
  } catch {
    return undefined;
  }
}

/** Several configurations may share a directory, and a project may be moved together with it. */
function lastBuildPath({ cacheDirectory, configFile }: BuildPlan): string {
  const from = configFile === undefined ? '' : relative(cacheDirectory, configFile).split(sep).join('/');
  const name = createHash('sha256').update(from).digest('hex').slice(0, 12);
  return join(cacheDirectory, 'last-build', `${name}.json`);
}
