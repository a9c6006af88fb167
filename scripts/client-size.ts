/** `npm run size`: what `bespoke-webpack-plugin/client` adds to an app beside onnxruntime-web, in gzipped bytes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import webpack from 'webpack';

export const CLIENT_LIMIT_BYTES = 4000;

const client = fileURLToPath(new URL('../dist/client/index.js', import.meta.url));

/** Bundles the client of dist/ with all its exports, as webpack does for production. */
export async function clientSizeBytes(): Promise<number> {
  const path = await mkdtemp(join(tmpdir(), 'bespoke-size-'));
  try {
    await bundle({
      mode: 'production',
      entry: client,
      experiments: { outputModule: true },
      output: { path, filename: 'client.mjs', library: { type: 'module' } },
      externalsType: 'import',
      externals: /^onnxruntime-web/,
    });
    return gzipSync(await readFile(join(path, 'client.mjs')), { level: 9 }).length;
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

function bundle(configuration: webpack.Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error) reject(error);
      else if (stats!.hasErrors()) reject(new Error(stats!.toString('errors-only')));
      else resolve();
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await clientSizeBytes();
  console.log(`client: ${bytes} of at most ${CLIENT_LIMIT_BYTES} bytes, gzipped, beside onnxruntime-web`);
  process.exitCode = bytes > CLIENT_LIMIT_BYTES ? 1 : 0;
}
