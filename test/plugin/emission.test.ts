import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuildPlan } from '../../src/config/plan.js';
import { BespokeError } from '../../src/errors.js';
import { withoutBytes } from '../../src/pipeline/record/last-build.js';
import type { BuildContext, BuildResult } from '../../src/pipeline/result.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { reportHtml } from '../../src/report/report-html.js';
import { artifact, missedBy, resultOf } from '../cli/fake-result.js';
import { plainConfig } from '../config/project.js';
import { bundlers, compileOnce, configurationOf, inApp } from './app.js';

const twoTargets = () => resultOf([artifact('server', 'first model'), artifact('phone', 'second model')]);

/** The plugin with a build that gives `result`. */
const pluginOf = (
  result: BuildResult | (() => BuildResult),
  options?: ConstructorParameters<typeof BespokePlugin>[0],
) => new BespokePlugin(options, { build: async () => (typeof result === 'function' ? result() : result) });

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: emits the models and the manifest, which names them`, () =>
    inApp(async (directory) => {
      const { files, manifest, errors, warnings } = await compileOnce(
        bundle(configurationOf(directory, pluginOf(twoTargets()))),
      );
      assert.equal([errors, warnings], [[], []]);
      const models = files.filter((file) => file.endsWith('.onnx'));
      assert.is(models.length, 2);
      assert.match(models[0]!, /^digits\.phone\.[0-9a-f]{8,20}\.onnx$/);
      assert.match(models[1]!, /^digits\.server\.[0-9a-f]{8,20}\.onnx$/);
      assert.equal(
        manifest!.models[0]!.targets.map(({ name: target, file }) => [target, file]),
        [
          ['phone', models[0]],
          ['server', models[1]],
        ],
      );
      assert.is(await readFile(join(directory, 'build', models[1]!), 'utf8'), 'first model');
    }));

  test(`${name}: the report is emitted where it is asked for`, () =>
    inApp(async (directory) => {
      const reports = async (options?: { report: boolean }) => {
        const { files, errors } = await compileOnce(
          bundle(configurationOf(directory, pluginOf(twoTargets(), options))),
        );
        assert.equal(errors, []);
        return files.filter((file) => file.endsWith('.html'));
      };
      assert.equal(await reports(), []);
      assert.equal(await reports({ report: true }), ['bespoke-report.html']);
      const page = await readFile(join(directory, 'build/bespoke-report.html'), 'utf8');
      assert.ok(page === reportHtml(withoutBytes(twoTargets())), 'as the command writes it');
    }));

  test(`${name}: the name follows the content, and nothing else`, () =>
    inApp(async (directory) => {
      const namesOf = async (text: string, mode: 'production' | 'development') => {
        const result = resultOf([artifact('server', text)]);
        const { manifest } = await compileOnce(
          bundle(configurationOf(directory, pluginOf(result, { development: 'build' }), { mode })),
        );
        return manifest!.models[0]!.targets[0]!.file;
      };
      const first = await namesOf('one', 'development');
      assert.is(await namesOf('one', 'development'), first);
      assert.is.not(await namesOf('two', 'development'), first);
      assert.match(await namesOf('one', 'production'), /^digits\.server\.[0-9a-f]+\.onnx$/);
    }));

  test(`${name}: hash function, digest length and salt are the output's`, () =>
    inApp(async (directory) => {
      const fileWith = async (output: {
        hashFunction: string;
        hashDigestLength: number;
        hashSalt?: string;
      }) => {
        const result = resultOf([artifact('server', 'one')]);
        const configuration = configurationOf(directory, pluginOf(result));
        const { manifest } = await compileOnce(
          bundle({ ...configuration, output: { ...configuration.output, ...output } }),
        );
        return manifest!.models[0]!.targets[0]!.file;
      };
      const short = await fileWith({ hashFunction: 'xxhash64', hashDigestLength: 8 });
      assert.match(short, /^digits\.server\.[0-9a-f]{8}\.onnx$/);
      const salted = await fileWith({ hashFunction: 'xxhash64', hashDigestLength: 8, hashSalt: 'salt' });
      assert.match(salted, /^digits\.server\.[0-9a-f]{8}\.onnx$/);
      assert.is.not(salted, short);
    }));

  test(`${name}: asset info: immutable, content hash, the teacher as its source`, () =>
    inApp(async (directory) => {
      const { assets } = await compileOnce(bundle(configurationOf(directory, pluginOf(twoTargets()))));
      const model = assets.find((asset) => asset.name.startsWith('digits.server'));
      const info = model!.info as Record<string, unknown>;
      // Of a model that no configuration names there is no source.
      assert.is(info.sourceFilename, undefined);
      assert.is(info.immutable, true);
      const hashes = [info.contenthash].flat();
      assert.ok(model!.name.includes(String(hashes[0])), `${String(hashes[0])} in ${model!.name}`);

      const named = resultOf([artifact('server', 'x', 'classifier')]);
      const result = { ...named, models: [{ ...named.models[0]!, name: 'classifier' }] };
      const second = await compileOnce(bundle(configurationOf(directory, pluginOf(result))));
      const asset = second.assets.find((each) => each.name.startsWith('classifier.'));
      assert.is((asset!.info as Record<string, unknown>).sourceFilename, 'models/teacher.onnx');
    }));

  test(`${name}: a budget missed under 'warn' is a warning, and everything is emitted`, () =>
    inApp(async (directory) => {
      const result = resultOf(twoTargets().models[0]!.artifacts, [missedBy('warn')]);
      const { files, errors, warnings } = await compileOnce(
        bundle(configurationOf(directory, pluginOf(result))),
      );
      assert.equal(errors, []);
      assert.is(warnings.length, 1);
      assert.match(warnings[0]!.message, /model 'digits', target 'phone'.*latency.*0\.5 ms.*0\.751 ms/);
      assert.is(files.filter((file) => file.endsWith('.onnx')).length, 2);
    }));

  test(`${name}: a budget missed under 'error' is an error without a stack, and its model is not emitted`, () =>
    inApp(async (directory) => {
      const other = { ...resultOf([artifact('server', 'good', 'letters')]).models[0]!, name: 'letters' };
      const missed = resultOf(twoTargets().models[0]!.artifacts, [missedBy('error')]);
      const result = { ...missed, models: [...missed.models, other] };
      const { files, errors, manifest, stats } = await compileOnce(
        bundle(
          configurationOf(directory, pluginOf(result), {
            optimization: { minimize: false, emitOnErrors: true },
          }),
        ),
      );
      assert.is(errors.length, 1);
      assert.match(errors[0]!.message, /no model meets the latency budget/);
      assert.not.match(stats.toString({ colors: false }), /prepared-models|emitted-models/);
      assert.equal(
        files.filter((file) => file.endsWith('.onnx')).map((file) => file.split('.')[0]),
        ['letters'],
      );
      assert.equal(
        manifest!.models.map((model) => model.name),
        ['letters'],
      );
    }));

  test(`${name}: when no model is left, there is no manifest`, () =>
    inApp(async (directory) => {
      const result = resultOf(twoTargets().models[0]!.artifacts, [missedBy('error')]);
      const { files, errors } = await compileOnce(
        bundle(
          configurationOf(directory, pluginOf(result), {
            optimization: { minimize: false, emitOnErrors: true },
          }),
        ),
      );
      assert.is(errors.length, 1);
      assert.equal(
        files.filter((file) => !file.endsWith('.js')),
        [],
      );
    }));

  test(`${name}: a mistake in the configuration is an error with the sentence, and nothing is built`, () =>
    inApp(
      async (directory) => {
        let built = 0;
        const plugin = new BespokePlugin(undefined, {
          build: async () => {
            built++;
            return twoTargets();
          },
        });
        const { errors, stats } = await compileOnce(bundle(configurationOf(directory, plugin)));
        assert.is(errors.length, 1);
        assert.match(errors[0]!.message, /targets\[0\].*bugdet/s);
        assert.not.match(stats.toString({ colors: false }), /at .*load-plan/);
        assert.is(built, 0);
      },
      { 'bespoke.config.json': JSON.stringify(plainConfig()).replace('"budget"', '"bugdet"') },
    ));

  test(`${name}: a build that fails is an error of the compilation; only a bug shows its stack`, () =>
    inApp(async (directory) => {
      const failing = (error: Error) =>
        new BespokePlugin(undefined, { build: async () => Promise.reject(error) });
      const problem = { code: 'MODEL_TRUNCATED', what: 'the file ends early', where: 'teacher.onnx' };
      const expected = await compileOnce(
        bundle(configurationOf(directory, failing(new BespokeError(problem)))),
      );
      assert.is(expected.errors.length, 1);
      assert.match(expected.errors[0]!.message, /teacher\.onnx: the file ends early/);
      const bug = await compileOnce(bundle(configurationOf(directory, failing(new TypeError('x is not y')))));
      assert.match(bug.errors[0]!.message, /which is a bug: x is not y/);
    }));

  test(`${name}: a file that static hosts would refuse is a warning`, () =>
    inApp(async (directory) => {
      const build = async () => {
        const { models, ...result } = twoTargets();
        const [model] = models;
        const [first, ...others] = model!.artifacts;
        const large = { ...first!, bytes: new Uint8Array(26 * 2 ** 20) };
        return { ...result, models: [{ ...model!, artifacts: [large, ...others] }] };
      };
      const { errors, warnings } = await compileOnce(
        bundle(configurationOf(directory, new BespokePlugin(plainConfig(), { build }))),
      );
      assert.equal(errors, []);
      assert.match(
        warnings.map(({ message }) => message).join('\n'),
        /27262976; accepted: 26214400 bytes \(25 MiB\)/,
      );
    }));

  test(`${name}: the config file may be named, and a configuration given as it is`, () =>
    inApp(
      async (directory) => {
        const plans: BuildPlan[] = [];
        const build = async (plan: BuildPlan) => {
          plans.push(plan);
          return twoTargets();
        };
        const inline = { ...plainConfig(), seed: 11 };
        for (const options of ['./other.json', { config: 'other.json' }, inline]) {
          const plugin = new BespokePlugin(options, { build });
          const { errors } = await compileOnce(bundle(configurationOf(directory, plugin)));
          assert.equal(errors, []);
        }
        assert.equal(
          plans.map(({ seed }) => seed),
          [7, 7, 11],
        );
        assert.is(plans[2]!.models[0]!.teacher, join(directory, 'models/teacher.onnx'));
      },
      { 'other.json': JSON.stringify({ ...plainConfig(), seed: 7 }) },
    ));

  test(`${name}: what the build depends on is registered, and nothing in the cache directory`, () =>
    inApp(async (directory) => {
      const paths = {
        external: join(directory, 'models/weights.bin'),
        cache: join(directory, '.bespoke/lock'),
      };
      const result = {
        ...twoTargets(),
        dependencies: { files: [paths.external, paths.cache], directories: [join(directory, 'more')] },
      };
      const { stats } = await compileOnce(bundle(configurationOf(directory, pluginOf(result))));
      const { fileDependencies, contextDependencies } = stats.compilation;
      const has = (set: Iterable<string>, path: string) => [...set].includes(path);
      for (const file of ['bespoke.config.json', 'models/teacher.onnx', 'models/weights.bin'])
        assert.ok(has(fileDependencies, join(directory, file)), file);
      for (const folder of ['data/train', 'data/val', 'more'])
        assert.ok(has(contextDependencies, join(directory, folder)), folder);
      assert.not.ok([...fileDependencies, ...contextDependencies].some((path) => path.includes('.bespoke')));
    }));

  test(`${name}: a folder of data that holds the cache is not watched`, () =>
    inApp(
      async (directory) => {
        const { stats } = await compileOnce(bundle(configurationOf(directory, pluginOf(twoTargets()))));
        assert.not.ok([...stats.compilation.contextDependencies].includes(join(directory, 'data/train')));
        assert.ok([...stats.compilation.contextDependencies].includes(join(directory, 'data/val')));
      },
      {
        'bespoke.config.json': JSON.stringify({
          ...plainConfig(),
          cache: { directory: './data/train/.bespoke' },
        }),
      },
    ));

  test(`${name}: without a configuration the places where it could be are watched`, () =>
    inApp(async (directory) => {
      const plugin = pluginOf(twoTargets(), './absent.config.ts');
      const { stats, errors } = await compileOnce(bundle(configurationOf(directory, plugin)));
      assert.is(errors.length, 1);
      assert.ok([...stats.compilation.missingDependencies].includes(join(directory, 'absent.config.ts')));
    }));

  test(`${name}: progress and warnings of the build reach the infrastructure log`, () =>
    inApp(async (directory) => {
      const lines: string[] = [];
      const build = async (_plan: BuildPlan, { onProgress, onWarning }: BuildContext) => {
        onProgress({ model: 'digits', stage: 'train', done: 0, total: 40 });
        onProgress({ model: 'digits', stage: 'train', done: 1, total: 40 });
        onProgress({ model: 'digits', stage: 'search', target: 'phone', done: 0, total: 1, note: 'exact' });
        onWarning('CUDA does not work');
        return twoTargets();
      };
      const original = process.stderr.write;
      process.stderr.write = (text) => lines.push(String(text)) > 0;
      try {
        const { errors } = await compileOnce(
          bundle(
            configurationOf(directory, new BespokePlugin(undefined, { build }), {
              infrastructureLogging: { level: 'info', colors: false },
            }),
          ),
        );
        assert.equal(errors, []);
      } finally {
        process.stderr.write = original;
      }
      const log = lines.join('');
      assert.match(log, /digits · train 0\/40/);
      assert.not.match(log, /1\/40/, 'a line a step, not one a message');
      assert.match(log, /digits · phone · search exact/);
      assert.match(log, /CUDA does not work/);
    }));
}

test('webpack: its progress display is told where the build is', () =>
  inApp(async (directory) => {
    const { default: webpack } = await import('webpack');
    const seen: string[] = [];
    const build = async (_plan: BuildPlan, { onProgress }: BuildContext) => {
      onProgress({ model: 'digits', stage: 'train', done: 12, total: 40 });
      return twoTargets();
    };
    const progress = new webpack.ProgressPlugin((_share, ...parts) => seen.push(parts.join('|')));
    const configuration = configurationOf(directory, new BespokePlugin(undefined, { build }));
    await compileOnce(
      bundlers.webpack!({ ...configuration, plugins: [progress, ...configuration.plugins!] }),
    );
    assert.ok(
      seen.some((line) => line.endsWith('BespokePlugin|digits · train|12/40')),
      seen.join('\n'),
    );
  }));

test.run();
