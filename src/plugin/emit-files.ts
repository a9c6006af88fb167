import { MANIFEST_FILE, manifestOf, manifestText } from '../pipeline/record/manifest.js';
import type { Bundler, Compilation } from './bundler.js';
import type { FiledModels } from './filed-models.js';

/**
 * Adds the files and one manifest of them all to the compilation's assets; where there is no file, no manifest either.
 */
export function emitFiles(bundler: Bundler, compilation: Compilation, filed: readonly FiledModels[]): void {
  const files = filed.flatMap((each) => each.files);
  if (files.length === 0) return;
  const paths = new Map(files.map(({ of, path }) => [of, path]));
  const unique = new Map(files.map((file) => [file.path, file]));
  for (const { path, source, info } of unique.values()) compilation.emitAsset(path, source, info);
  const standIns = filed
    .flatMap((each) => each.standIns)
    .map((each) => ({
      model: each.model,
      name: each.target,
      runtime: each.runtime,
      threads: each.threads,
      file: paths.get(each)!,
      sha256: each.sha256,
      sizeBytes: each.bytes.length,
    }));
  const models = filed.flatMap((each) => each.models);
  const manifest = manifestOf({ models }, (artifact) => paths.get(artifact)!, standIns);
  const { RawSource } = bundler.webpack.sources;
  compilation.emitAsset(MANIFEST_FILE, new RawSource(Buffer.from(manifestText(manifest))));
}
