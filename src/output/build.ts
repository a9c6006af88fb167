import { resolve } from 'node:path';
import type { BespokeConfig } from '../config/gen/config-schema.js';
import type { BespokeManifest } from '../config/gen/manifest-schema.js';
import { loadPlan } from '../config/load-plan.js';
import { artifactFile, manifestOf } from '../pipeline/record/manifest.js';
import { missedBudget } from '../pipeline/record/missed-budget.js';
import type { ProgressEvent } from '../pipeline/result.js';
import type { RemoteTraffic } from '../store/remote-traffic.js';
import { assertOutputDirectory, emit } from './emit.js';

export interface BuildOptions {
  /** The configuration itself, or the path of its file, from `cwd`. Without it, the file is searched for. */
  readonly config?: BespokeConfig | string | undefined;
  /** Where a configuration is searched for, and what its paths are relative to. Default: the working folder. */
  readonly cwd?: string | undefined;
  /** Folder, from `cwd`, that the models, the manifest and the report are written to. Without it nothing is written. */
  readonly out?: string | undefined;
  /** Processes that train; decides speed only, unless the configuration gives minutes. Default: as it says. */
  readonly workers?: number | undefined;
  /** Stops the build; what is finished is kept in the cache. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
  /** Told what a user should read, such as a budget that is missed under `onMiss: 'warn'`. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** One model for one target. */
export interface BuiltFile {
  readonly model: string;
  readonly target: string;
  /** Name of the file, as in the manifest. */
  readonly file: string;
  /** The .onnx file. */
  readonly bytes: Uint8Array;
}

export interface BuildOutput {
  /** What bespoke-manifest.json holds. */
  readonly manifest: BespokeManifest;
  readonly files: readonly BuiltFile[];
  /** Whether everything came from the cache. */
  readonly cached: boolean;
  /** Results and bytes of them that came from the remote cache and went to it; undefined where none is used. */
  readonly remote: RemoteTraffic | undefined;
}

/**
 * Builds every model of a configuration for every target, as `bespoke build` does.
 * @throws BespokeError for what the user can mend, BUDGET_MISSED for a budget that is missed under `onMiss: 'error'`
 *   among it: then nothing is written. The signal's reason when aborted.
 */
export async function build({
  config,
  cwd = process.cwd(),
  out,
  workers,
  signal = new AbortController().signal,
  onProgress = () => {},
  onWarning = () => {},
}: BuildOptions = {}): Promise<BuildOutput> {
  const source = typeof config === 'object' ? { inline: config } : { config };
  const plan = await loadPlan({ ...source, cwd, overrides: { workers } });
  const directory = out === undefined ? undefined : resolve(cwd, out);
  if (directory !== undefined) await assertOutputDirectory(directory);
  // Loaded when it is needed, so that a mistake in the configuration is told at once.
  const { build: buildPlan } = await import('../pipeline/build.js');
  const context = { signal, onProgress, onWarning, clock: () => performance.now() };
  const result = await buildPlan(plan, context);
  const refused = result.missed.find(({ onMiss }) => onMiss === 'error');
  if (refused !== undefined) throw missedBudget(refused);
  const manifest = directory === undefined ? manifestOf(result, artifactFile) : await emit(result, directory);
  const files = result.models.flatMap(({ artifacts }) =>
    artifacts.map((artifact) => ({
      model: artifact.model,
      target: artifact.target,
      file: artifactFile(artifact),
      bytes: artifact.bytes,
    })),
  );
  return { manifest, files, cached: result.cached, remote: result.remote };
}
