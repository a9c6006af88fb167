import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { bundlers, close, compileOnce, configurationOf, inApp, run } from './app.js';
import { classifierResult, importingApp, runPage } from './classifier.js';

/** A plugin whose models are those that `text` says now. */
function pluginOf(text: () => string): BespokePlugin {
  return new BespokePlugin(undefined, { build: async () => classifierResult({ server: text() }) });
}

/** The bundler's cache on disk, under the project. */
const onDisk = (bundler: string, directory: string): webpack.Configuration['cache'] => {
  const folder = join(directory, 'bundler-cache');
  if (bundler !== 'rspack') return { type: 'filesystem', cacheDirectory: folder };
  const persistent = { type: 'persistent', storage: { type: 'filesystem', directory: folder } };
  return persistent as unknown as webpack.Configuration['cache'];
};

const configured = (
  directory: string,
  plugin: BespokePlugin,
  cache: webpack.Configuration['cache'],
): webpack.Configuration => {
  const configuration = configurationOf(directory, plugin, { cache: cache! });
  return { ...configuration, output: { ...configuration.output, publicPath: '', clean: true } };
};

/** Notes each time that a `bespoke:` module is made, and not taken from a cache. */
const madeModules = (made: string[]): webpack.WebpackPluginInstance => ({
  apply: (compiler: webpack.Compiler) =>
    compiler.hooks.compilation.tap('Made', ({ hooks }) =>
      hooks.buildModule.tap('Made', (module) => {
        if (module.identifier().endsWith('bespoke:classifier')) made.push(module.identifier());
      }),
    ),
});

const script = (directory: string): string => join(directory, 'build/main.js');

for (const [name, bundle] of Object.entries(bundlers)) {
  for (const kind of ['no', 'filesystem'] as const) {
    test(`${name}, ${kind} cache: a second process emits the same; other models reach files and import`, () =>
      inApp(async (directory) => {
        const cache = kind === 'no' ? false : onDisk(name, directory);
        const build = async (text: string) => {
          const made: string[] = [];
          const configuration = configured(
            directory,
            pluginOf(() => text),
            cache,
          );
          configuration.plugins!.push(madeModules(made));
          const { errors, files, manifest } = await compileOnce(bundle(configuration));
          assert.equal(errors, []);
          const { file } = manifest!.models[0]!.targets[0]!;
          assert.is(await readFile(join(directory, 'build', file), 'utf8'), text);
          assert.is((await runPage(script(directory))).targets[0]!.url, file);
          return { files, bundle: await readFile(script(directory), 'utf8'), made: made.length };
        };
        const first = await build('one');
        const second = await build('one');
        assert.equal(second.files, first.files);
        assert.is(second.bundle, first.bundle);
        if (kind === 'filesystem' && name !== 'rspack')
          assert.equal([first.made, second.made], [1, 0], 'webpack knows the unchanged module');
        const other = await build('two');
        assert.is.not(other.bundle, first.bundle);
        assert.equal(
          (await build('one')).bundle,
          first.bundle,
          'and back again, over a cache that holds the other',
        );
      }, importingApp));
  }

  test(`${name}, memory cache: one compiler run again emits the same; other models reach files and import`, () =>
    inApp(async (directory) => {
      let text = 'one';
      const memory = { type: 'memory' } as const;
      const compiler = bundle(
        configured(
          directory,
          pluginOf(() => text),
          memory,
        ),
      );
      const build = async () => {
        const { compilation } = await run(compiler);
        assert.equal(compilation.errors, []);
        const { url } = (await runPage(script(directory))).targets[0]!;
        assert.is(await readFile(join(directory, 'build', url), 'utf8'), text);
        return readFile(script(directory), 'utf8');
      };
      try {
        const first = await build();
        assert.is(await build(), first);
        text = 'two';
        assert.is.not(await build(), first);
      } finally {
        await close(compiler);
      }
    }, importingApp));
}

test.run();
