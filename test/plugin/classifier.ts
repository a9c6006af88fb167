import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import type webpack from 'webpack';
import type { BuildResult } from '../../src/pipeline/result.js';
import type { ImportedModel } from '../../src/plugin/imported-model.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { artifact, resultOf } from '../cli/fake-result.js';
import { configurationOf } from './app.js';

/** What a build of the model of `plainConfig` gives: a file a target, with these bytes. */
export function classifierResult(files: Readonly<Record<string, string>>): BuildResult {
  const artifacts = Object.entries(files).map(([target, text]) => artifact(target, text, 'classifier'));
  const { models, ...others } = resultOf(artifacts);
  return { ...others, models: models.map((model) => ({ ...model, name: 'classifier' })) };
}

export const twoTargets = () => classifierResult({ server: 'first model', phone: 'second model' });

/** The plugin with a build that gives `result`. */
export const pluginOf = (result: BuildResult, options?: ConstructorParameters<typeof BespokePlugin>[0]) =>
  new BespokePlugin(options, { build: async () => result });

/** The configuration with more output options. */
export function configured(
  directory: string,
  output: webpack.Configuration['output'],
  others: webpack.Configuration = {},
  plugin = pluginOf(twoTargets()),
): webpack.Configuration {
  const configuration = configurationOf(directory, plugin, others);
  return { ...configuration, output: { ...configuration.output, ...output } };
}

/** The script of the app. */
export const page = (directory: string) => join(directory, 'build/main.js');

/** An entry that hands the imported model to whoever runs the bundle. */
export const importingApp = {
  'src/index.js': "import model from 'bespoke:classifier';\nglobalThis.model = model;\n",
};

/** Runs a bundle as a page whose script comes from `src` would, and gives what its app imported. */
export async function runPage(
  bundle: string,
  { src = 'https://app.example/js/main.js', globals = {} } = {},
): Promise<ImportedModel> {
  const page: Record<string, unknown> = {
    document: { currentScript: { tagName: 'SCRIPT', src } },
    ...globals,
  };
  runInContext(await readFile(bundle, 'utf8'), createContext(page));
  return page.model as ImportedModel;
}
