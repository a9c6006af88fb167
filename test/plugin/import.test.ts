import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import type { BuildResult } from '../../src/build/result.js';
import type { BespokeModel } from '../../src/client/model.js';
import type { ImportedModel } from '../../src/plugin/imported-model.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { missedBy } from '../cli/fake-result.js';
import { plainConfig } from '../config/project.js';
import { bundlers, compileOnce, configurationOf, inApp } from './app.js';
import { classifierResult, importingApp, runPage } from './classifier.js';

const twoTargets = () => classifierResult({ server: 'first model', phone: 'second model' });

const pluginOf = (result: BuildResult, options?: ConstructorParameters<typeof BespokePlugin>[0]) =>
  new BespokePlugin(options, { build: async () => result });

/** The configuration with more output options. */
function configured(
  directory: string,
  output: webpack.Configuration['output'],
  others: webpack.Configuration = {},
  plugin = pluginOf(twoTargets()),
): webpack.Configuration {
  const configuration = configurationOf(directory, plugin, others);
  return { ...configuration, output: { ...configuration.output, ...output } };
}

const page = (directory: string) => join(directory, 'build/main.js');

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: the app imports what was made: URLs, sizes, hashes, what was measured`, () =>
    inApp(async (directory) => {
      const { errors, manifest } = await compileOnce(
        bundle(configured(directory, { publicPath: '/static/' })),
      );
      assert.equal(errors, []);
      const [phone, server] = manifest!.models[0]!.targets;
      const bytes = Buffer.from('first model');
      const sha256 = createHash('sha256').update(bytes);
      // A copy, because what another realm made is never equal.
      const model = structuredClone(await runPage(page(directory)));
      assert.is(model.name, 'classifier');
      assert.equal(model.teacher, { sizeBytes: 1000, quality: { metric: 'top1', value: 0.99 } });
      assert.equal(
        model.targets.map((target) => target.url),
        [`/static/${phone!.file}`, `/static/${server!.file}`],
      );
      assert.equal(model.targets[1], {
        name: 'server',
        url: `/static/${server!.file}`,
        runtime: 'onnxruntime-node/cpu',
        threads: 1,
        sizeBytes: bytes.length,
        sha256: sha256.copy().digest('hex'),
        integrity: `sha256-${sha256.digest('base64')}`,
        latencyMs: { teacher: 2, student: 1 },
        quality: { metric: 'top1', value: 0.98 },
      });
    }, importingApp));

  for (const [label, output, expected] of [
    ['nothing', { publicPath: '' }, ''],
    ['a path', { publicPath: '/assets/' }, '/assets/'],
    ['another host', { publicPath: 'https://cdn.example/v2/' }, 'https://cdn.example/v2/'],
    ["'auto': beside the script", { publicPath: 'auto' }, 'https://app.example/js/'],
    [
      "'auto', with the script in a folder",
      { publicPath: 'auto', filename: 'js/main.js' },
      'https://app.example/',
    ],
    ['a function', { publicPath: () => '/made/' }, '/made/'],
  ] as const) {
    test(`${name}: publicPath is ${label}`, () =>
      inApp(async (directory) => {
        const { errors, manifest, compilation } = await compileOnce(bundle(configured(directory, output)));
        assert.equal(errors, []);
        const script = Object.keys(compilation.assets).find((file) => file.endsWith('.js'))!;
        const model = await runPage(join(directory, 'build', script));
        const { url } = model.targets[1]!;
        // 'https://app.example/js/../' is how bundlers say it.
        const plain = url.startsWith('https:') ? new URL(url).href : url;
        assert.is(plain, expected + manifest!.models[0]!.targets[1]!.file);
      }, importingApp));
  }

  test(`${name}: publicPath is set when the app runs`, () =>
    inApp(
      async (directory) => {
        const { errors, manifest } = await compileOnce(bundle(configured(directory, { publicPath: '/no/' })));
        assert.equal(errors, []);
        const model = await runPage(page(directory), { globals: { base: '/at-run-time/' } });
        assert.is(model.targets[1]!.url, `/at-run-time/${manifest!.models[0]!.targets[1]!.file}`);
      },
      {
        'src/index.js': `import './base.js';\n${importingApp['src/index.js']}`,
        'src/base.js': '__webpack_public_path__ = globalThis.base;\n',
      },
    ));

  test(`${name}: output as an ECMAScript module: URLs start from the module's own`, () =>
    inApp(
      async (directory) => {
        const { errors, files } = await compileOnce(
          bundle(
            configured(
              directory,
              { module: true, chunkFormat: 'module', library: { type: 'module' }, filename: 'main.mjs' },
              name === 'rspack' ? {} : { experiments: { outputModule: true } },
            ),
          ),
        );
        assert.equal(errors, []);
        assert.ok(files.includes('main.mjs'));
        const { default: model } = (await import(pathToFileURL(join(directory, 'build/main.mjs')).href)) as {
          default: ImportedModel;
        };
        assert.is(await readFile(fileURLToPath(model.targets[1]!.url), 'utf8'), 'first model');
      },
      { 'src/index.js': "export { default } from 'bespoke:classifier';\n" },
    ));

  test(`${name}: a child compiler imports the same; models are made and emitted once`, () =>
    inApp(
      async (directory) => {
        let built = 0;
        const plugin = new BespokePlugin(undefined, {
          build: async () => {
            built++;
            return twoTargets();
          },
        });
        const child = {
          apply: (compiler: webpack.Compiler) => {
            compiler.hooks.make.tapPromise('Child', async (compilation) => {
              const inner = compilation.createChildCompiler('inner', { filename: 'inner.js' }, []);
              new compiler.webpack.EntryPlugin(directory, './src/inner.js', { name: 'inner' }).apply(inner);
              await new Promise<void>((resolve, reject) => {
                inner.runAsChild((error) => (error ? reject(error) : resolve()));
              });
            });
          },
        };
        const configuration = configured(directory, { publicPath: '/x/' }, {}, plugin);
        const { errors, files } = await compileOnce(
          bundle({ ...configuration, plugins: [...configuration.plugins!, child] }),
        );
        assert.equal(errors, []);
        assert.is(built, 1);
        assert.is(files.filter((file) => file.endsWith('.onnx')).length, 2);
        const [inner, outer] = [
          await runPage(join(directory, 'build/inner.js')),
          await runPage(page(directory)),
        ];
        assert.equal(structuredClone(inner), structuredClone(outer));
        assert.match(inner.targets[1]!.url, /^\/x\/classifier\.server\./);
      },
      { ...importingApp, 'src/inner.js': importingApp['src/index.js'] },
    ));

  test(`${name}: a worker's bundle imports the same`, () =>
    inApp(
      async (directory) => {
        const { errors, files, manifest } = await compileOnce(
          bundle(configured(directory, { publicPath: '/x/', filename: 'main.js', chunkFilename: '[id].js' })),
        );
        assert.equal(errors, []);
        const worker = files.find((file) => file.endsWith('.js') && file !== 'main.js')!;
        const text = await readFile(join(directory, 'build', worker), 'utf8');
        assert.ok(text.includes(manifest!.models[0]!.targets[1]!.file));
      },
      {
        'src/index.js': "new Worker(new URL('./worker.js', import.meta.url));\n",
        'src/worker.js': "import model from 'bespoke:classifier';\nglobalThis.model = model;\n",
      },
    ));

  test(`${name}: the hash of the bundle follows the models`, () =>
    inApp(async (directory) => {
      const bundleOf = async (text: string, realContentHash: boolean) => {
        const { errors, files } = await compileOnce(
          bundle(
            configured(
              directory,
              { filename: '[name].[contenthash].js', clean: true },
              { optimization: { minimize: false, realContentHash } },
              pluginOf(classifierResult({ server: text })),
            ),
          ),
        );
        assert.equal(errors, []);
        return files.find((file) => file.endsWith('.js'))!;
      };
      for (const real of [true, false]) {
        const first = await bundleOf('one', real);
        assert.is(await bundleOf('one', real), first);
        assert.is.not(await bundleOf('two', real), first);
      }
    }, importingApp));

  test(`${name}: a name that no model has is an error that lists the models there are`, () =>
    inApp(
      async (directory) => {
        const { errors, stats } = await compileOnce(bundle(configured(directory, {})));
        assert.is(errors.length, 1);
        assert.match(
          errors[0]!.message,
          /bespoke:clasifier: no model of this name.*got 'clasifier'; accepted: 'bespoke:classifier'\. Did you mean 'classifier'\?/s,
        );
        assert.match(stats.toString({ colors: false, errors: true }), /src\/index\.js/);
        assert.not.match(stats.toString({ colors: false }), /compiler-models/);
      },
      { 'src/index.js': "import 'bespoke:clasifier';\n" },
    ));

  for (const [label, plugin] of [
    ['failed', () => new BespokePlugin(undefined, { build: () => Promise.reject(new Error('disk full')) })],
    [
      'missed a budget',
      () => pluginOf({ ...twoTargets(), missed: [{ ...missedBy('error'), model: 'classifier' }] }),
    ],
  ] as const) {
    test(`${name}: when the build ${label}, its error is the only one, and the module throws`, () =>
      inApp(async (directory) => {
        const optimization = { minimize: false, emitOnErrors: true };
        const { errors } = await compileOnce(
          bundle(configured(directory, { publicPath: '' }, { optimization }, plugin())),
        );
        assert.is(errors.length, 1);
        await runPage(page(directory)).then(
          () => assert.unreachable(),
          (error: Error) => assert.match(error.message, /bespoke:classifier: this model was not made/),
        );
      }, importingApp));
  }

  test(`${name}: file names by template, and imported by them`, () =>
    inApp(async (directory) => {
      const plugin = pluginOf(twoTargets(), { filename: 'models/[target]/[name].[contenthash:8][ext]' });
      const { errors, manifest, assets } = await compileOnce(
        bundle(configured(directory, { publicPath: '/x/' }, {}, plugin)),
      );
      assert.equal(errors, []);
      const { file } = manifest!.models[0]!.targets[1]!;
      assert.match(file, /^models\/server\/classifier\.[0-9a-f]{8}\.onnx$/);
      assert.is(await readFile(join(directory, 'build', file), 'utf8'), 'first model');
      const info = assets.find((asset) => asset.name === file)!.info as Record<string, unknown>;
      assert.is(info.immutable, true);
      const model = await runPage(page(directory));
      assert.is(model.targets[1]!.url, `/x/${file}`);
    }, importingApp));

  test(`${name}: without a content hash a file is not said to be immutable`, () =>
    inApp(async (directory) => {
      const plugin = pluginOf(twoTargets(), { filename: '[name]-[target].onnx' });
      const { errors, assets } = await compileOnce(bundle(configured(directory, {}, {}, plugin)));
      assert.equal(errors, []);
      const asset = assets.find((each) => each.name === 'classifier-server.onnx');
      assert.not.ok((asset!.info as Record<string, unknown>).immutable);
    }, importingApp));

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

  test(`${name}: the bundler's list of files says whose a model is, its errors name the config`, () =>
    inApp(async (directory) => {
      const result = { ...twoTargets(), missed: [{ ...missedBy('warn'), model: 'classifier' }] };
      const { stats } = await compileOnce(bundle(configured(directory, {}, {}, pluginOf(result))));
      const text = stats.toString({ preset: 'normal', colors: false, assetsSpace: 50 });
      // Rspack keeps what plugins note of a file out of its lists.
      if (name !== 'rspack')
        assert.match(text, /classifier\.server\.[0-9a-f]+\.onnx .*\[classifier for server\]/);
      assert.match(text, /WARNING in \.\/bespoke\.config\.json\s.*no model meets the latency budget/s);
    }, importingApp));
}

test('what is imported has the shape that the client takes', () => {
  const model: ImportedModel = { name: 'classifier', targets: [] };
  const taken: BespokeModel = model;
  assert.is(taken, model);
});

test.run();
