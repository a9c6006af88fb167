import { readFile } from 'node:fs/promises';
import { createContext, runInContext } from 'node:vm';
import type { BuildResult } from '../../src/build/result.js';
import type { ImportedModel } from '../../src/plugin/imported-model.js';
import { artifact, resultOf } from '../cli/fake-result.js';

/** What a build of the model of `plainConfig` gives: a file a target, with these bytes. */
export function classifierResult(files: Readonly<Record<string, string>>): BuildResult {
  const artifacts = Object.entries(files).map(([target, text]) => artifact(target, text, 'classifier'));
  const { models, ...others } = resultOf(artifacts);
  return { ...others, models: models.map((model) => ({ ...model, name: 'classifier' })) };
}

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
