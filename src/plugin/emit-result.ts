import { relative, sep } from 'node:path';
import { MANIFEST_FILE, manifestOf, manifestText } from '../build/manifest.js';
import type { Artifact, BuildResult } from '../build/result.js';
import type { BuildPlan } from '../config/plan.js';
import type { Bundler, Compilation } from './bundler.js';

/**
 * Adds the models and the manifest to the compilation's assets. A model with a budget missed under `onMiss: 'error'` is left
 * out of both, with all its targets; when that leaves nothing, so is the manifest.
 */
export function emitResult(
  bundler: Bundler,
  compilation: Compilation,
  plan: BuildPlan,
  result: BuildResult,
): void {
  const { RawSource } = bundler.webpack.sources;
  const refused = new Set(result.missed.filter(({ onMiss }) => onMiss === 'error').map(({ model }) => model));
  const models = result.models.filter(({ name }) => !refused.has(name));
  if (models.length === 0) return;
  const files = new Map<Artifact, string>();
  for (const artifact of models.flatMap(({ artifacts }) => artifacts)) {
    const bytes = Buffer.from(artifact.bytes.buffer, artifact.bytes.byteOffset, artifact.bytes.byteLength);
    const teacher = plan.models.find(({ name }) => name === artifact.model)?.teacher;
    const { path, info } = compilation.getAssetPathWithInfo(
      `[name].${artifact.target}.[contenthash].onnx`,
      pathData(artifact.model, contentHash(bundler, compilation, bytes)),
    );
    const source = teacher === undefined ? {} : { sourceFilename: portable(bundler.context, teacher) };
    compilation.emitAsset(path, new RawSource(bytes), { ...info, ...source });
    files.set(artifact, path);
  }
  const manifest = manifestOf({ ...result, models }, (artifact) => files.get(artifact)!);
  compilation.emitAsset(MANIFEST_FILE, new RawSource(Buffer.from(manifestText(manifest))));
}

/** webpack puts content hashes only into the paths of chunks and modules, so the model is given as a chunk. */
const pathData = (name: string, hash: string) => ({
  chunk: { id: name, name, hash },
  contentHashType: 'onnx',
  contentHash: hash,
});

/** As the bundler hashes its own files, so that its later look at real content hashes finds them right. */
function contentHash(bundler: Bundler, { outputOptions }: Compilation, bytes: Buffer): string {
  const { hashFunction, hashDigest = 'hex', hashDigestLength = 20, hashSalt } = outputOptions;
  const hash = bundler.webpack.util.createHash(hashFunction as string);
  if (hashSalt) hash.update(hashSalt);
  hash.update(bytes);
  return String(hash.digest(hashDigest)).slice(0, hashDigestLength);
}

const portable = (from: string, to: string): string => relative(from, to).split(sep).join('/');
