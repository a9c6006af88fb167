import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import webpack from 'webpack';
import type { BespokeManifest } from '../../src/config/gen/manifest-schema.js';
import { inProject, plainConfig, plainFiles } from '../config/project.js';

/** A compiler of webpack or Rspack; the tests take the same shape from both. */
export type Compiler = webpack.Compiler;

export type Bundle = (configuration: webpack.Configuration) => Compiler;

const require = createRequire(import.meta.url);

/** webpack's newest and its oldest that is supported, and Rspack. */
export const bundlers: Readonly<Record<string, Bundle>> = {
  webpack: (configuration) => webpack(configuration)!,
  'webpack 5.75': require('webpack-floor') as Bundle,
  rspack: (require('@rspack/core') as { rspack: Bundle }).rspack,
};

/** A small app with a valid bespoke.config.json, in a folder that is removed afterwards. */
export const inApp = (
  use: (directory: string) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> =>
  inProject(
    {
      ...plainFiles,
      'src/index.js': 'export default 1;\n',
      'bespoke.config.json': JSON.stringify(plainConfig()),
      ...files,
    },
    use,
  );

export const configurationOf = (
  directory: string,
  plugin: webpack.WebpackPluginInstance,
  others: webpack.Configuration = {},
): webpack.Configuration => ({
  context: directory,
  mode: 'production',
  entry: './src/index.js',
  output: { path: join(directory, 'build') },
  infrastructureLogging: { level: 'none' },
  // Takes seconds, and is none of the plugin's business.
  optimization: { minimize: false },
  cache: false,
  plugins: [plugin],
  ...others,
});

export const run = (compiler: Compiler): Promise<webpack.Stats> =>
  new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error || !stats) reject(error ?? new Error('no stats'));
      else resolve(stats);
    });
  });

export const close = (compiler: Pick<Compiler, 'close'>): Promise<void> =>
  new Promise((resolve, reject) => {
    compiler.close((error) => (error ? reject(error) : resolve()));
  });

/** Compiles once and closes; gives the stats, the names of the emitted files, and the manifest if there is one. */
export async function compileOnce(compiler: Compiler) {
  try {
    const stats = await run(compiler);
    const files = (await readdir(compiler.outputPath).catch(() => [])).sort();
    const manifest = files.includes('bespoke-manifest.json')
      ? (JSON.parse(
          await readFile(join(compiler.outputPath, 'bespoke-manifest.json'), 'utf8'),
        ) as BespokeManifest)
      : undefined;
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    const assets = stats.compilation.getAssets();
    const { compilation } = stats;
    return { stats, compilation, files, manifest, errors: errors!, warnings: warnings!, assets };
  } finally {
    await close(compiler);
  }
}
