import type { Bundler, Compilation } from './bundler.js';

/** The path of a model's file by the template, and what the bundler notes of it, such as `immutable`. */
export function filePath(
  bundler: Bundler,
  compilation: Compilation,
  template: string,
  { model, target, bytes }: { readonly model: string; readonly target: string; readonly bytes: Buffer },
): { readonly path: string; readonly info: object } {
  const hash = contentHash(bundler, compilation, bytes);
  return compilation.getAssetPathWithInfo(
    template.replaceAll('[target]', target).replaceAll('[ext]', '.onnx'),
    // webpack puts content hashes only into the paths of chunks and modules, so the model is given as a chunk.
    { chunk: { id: model, name: model, hash }, contentHashType: 'onnx', contentHash: hash },
  );
}

/** As the bundler hashes its own files, so that its later look at real content hashes finds them right. */
function contentHash(bundler: Bundler, { outputOptions }: Compilation, bytes: Buffer): string {
  const { hashFunction, hashDigest = 'hex', hashDigestLength = 20, hashSalt } = outputOptions;
  const hash = bundler.webpack.util.createHash(hashFunction as string);
  if (hashSalt) hash.update(hashSalt);
  hash.update(bytes);
  return String(hash.digest(hashDigest)).slice(0, hashDigestLength);
}
