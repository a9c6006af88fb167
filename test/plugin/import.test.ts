import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import type { BespokeModel } from '../../src/client/model.js';
import type { ImportedModel } from '../../src/plugin/imported-model.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { missedBy } from '../cli/fake-result.js';
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

  test(`${name}: the bundler's list of files says whose a model is, its errors name the config`, () =>
    inApp(async (directory) => {
      const result = { ...twoTargets(), missed: [{ ...missedBy('warn'), model: 'classifier' }] };
      const { stats } = await compileOnce(bundle(configured(directory, {}, {}, pluginOf(result))));
      const text = stats.toString({ preset: 'normal', colors: false, assetsSpace: 50 });
      // Rspack keeps what plugins note of a file out of its lists.
      if (name !== 'rspack')
        assert.match(text, /classifier\.server\.[0-9a-f]+\.onnx .*\[classifier for server\]/);
      const log = stats.toString({ all: false, logging: 'log', colors: false });
      assert.match(log, /models classifier made in this build/);
      assert.match(text, /WARNING in \.\/bespoke\.config\.json\s.*no model meets the latency budget/s);
    }, importingApp));
}

test('what is imported has the shape that the client takes', () => {
  const model: ImportedModel = { name: 'classifier', targets: [] };
  const taken: BespokeModel = model;
  assert.is(taken, model);
});

test.run();
