import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ImportedModel } from '../../src/plugin/imported-model.js';
import { plainConfig } from '../config/project.js';
import { bundlers, compileOnce, inApp } from './app.js';
import {
  classifierResult,
  configured,
  importingApp,
  page,
  pluginOf,
  runPage,
  twoTargets,
} from './classifier.js';

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: two plugins of one compiler: one manifest, both importable`, () =>
    inApp(
      async (directory) => {
        const [config, letters] = [plainConfig(), plainConfig()];
        letters.models[0]!.name = 'letters';
        const other = classifierResult({ server: 'other model' });
        const renamed = {
          ...other,
          models: other.models.map((model) => ({
            ...model,
            name: 'letters',
            artifacts: model.artifacts.map((each) => ({ ...each, model: 'letters' })),
          })),
        };
        const plugins = [pluginOf(twoTargets(), config), pluginOf(renamed, letters)];
        const { errors, manifest } = await compileOnce(
          bundle({ ...configured(directory, { publicPath: '' }), plugins }),
        );
        assert.equal(errors, []);
        assert.equal(
          manifest!.models.map((model) => model.name),
          ['classifier', 'letters'],
        );
        const both = (await runPage(page(directory))) as unknown as ImportedModel[];
        assert.is(both.map((model) => model.targets.length).join(), '2,1');
      },
      {
        'src/index.js':
          "import a from 'bespoke:classifier';\nimport b from 'bespoke:letters';\nglobalThis.model = [a, b];\n",
      },
    ));

  test(`${name}: two plugins that make a model of one name are an error, and nothing is emitted`, () =>
    inApp(async (directory) => {
      const plugins = [pluginOf(twoTargets()), pluginOf(twoTargets())];
      const { errors, files } = await compileOnce(bundle({ ...configured(directory, {}), plugins }));
      assert.is(errors.length, 1);
      assert.match(
        errors[0]!.message,
        /two plugins of this compiler make a model of this name.*'classifier'/s,
      );
      assert.equal(
        files.filter((file) => file.endsWith('.onnx')),
        [],
      );
    }, importingApp));

  test(`${name}: two files that get one name are an error that names both`, () =>
    inApp(async (directory) => {
      const first = pluginOf(classifierResult({ ab: 'one' }), { filename: '[name][target].onnx' });
      const letters = plainConfig();
      letters.models[0]!.name = 'classifiera';
      const { models, ...others } = classifierResult({ b: 'three' });
      const renamed = models.map((model) => ({
        ...model,
        name: 'classifiera',
        artifacts: model.artifacts.map((each) => ({ ...each, model: 'classifiera' })),
      }));
      const second = pluginOf(
        { ...others, models: renamed },
        { config: letters, filename: '[name][target].onnx' },
      );
      const clash = await compileOnce(bundle({ ...configured(directory, {}), plugins: [first, second] }));
      assert.is(clash.errors.length, 1);
      assert.match(
        clash.errors[0]!.message,
        /model 'classifier' for 'ab' and model 'classifiera' for 'b' get the same file name.*classifierab\.onnx/s,
      );
    }, importingApp));
}

test.run();
