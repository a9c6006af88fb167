import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type webpack from 'webpack';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { type TinyProject, target } from '../pipeline/tiny-project.js';
import { configurationOf } from './app.js';
import { importingApp } from './classifier.js';

/**
 * An app over a tiny project that imports its model, for two targets; returns its webpack configuration, which emits
 * into `folder`.
 */
export async function tinyApp({
  directory,
  config,
}: TinyProject): Promise<(folder: string, others?: webpack.Configuration) => webpack.Configuration> {
  const targets = [target('most', { macs: '70%' }), target('least', { macs: '40%' })];
  const files = {
    'package.json': '{"type":"module"}',
    'index.js': importingApp['src/index.js'].replace('classifier', 'tiny'),
    'bespoke.config.json': JSON.stringify(config({ targets })),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return (folder, others = {}) =>
    configurationOf(directory, new BespokePlugin(), {
      entry: './index.js',
      output: { path: join(directory, folder), publicPath: '' },
      ...others,
    });
}
