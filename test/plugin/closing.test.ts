import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import type { BuildPlan } from '../../src/config/plan.js';
import type { BuildContext, BuildResult } from '../../src/pipeline/result.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { withLock } from '../../src/store/lock.js';
import { artifact, resultOf } from '../cli/fake-result.js';
import { type Bundle, bundlers, close, configurationOf, inApp, run } from './app.js';

/** A build that ends only when it is told to. */
class Endless {
  started = false;
  ended = false;

  readonly build = (_plan: BuildPlan, { signal }: BuildContext): Promise<BuildResult> => {
    this.started = true;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', async () => {
        await sleep(50);
        this.ended = true;
        reject(signal.reason);
      });
    });
  };

  async start(): Promise<void> {
    while (!this.started) await sleep(10);
  }
}

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}: closing a watching stops its build, and waits for it to be put away`, () =>
    inApp(async (directory) => {
      const endless = new Endless();
      const compiler = bundle(
        configurationOf(directory, new BespokePlugin(undefined, { build: endless.build })),
      );
      compiler.watch({}, () => {});
      await endless.start();
      await close(compiler);
      assert.ok(endless.ended);
    }));

  test(`${name}: closing a compiler under way stops its build with an error, and nothing is emitted`, () =>
    inApp(async (directory) => {
      const endless = new Endless();
      const compiler = bundle(
        configurationOf(directory, new BespokePlugin(undefined, { build: endless.build })),
      );
      const running = run(compiler);
      await endless.start();
      await close(compiler);
      assert.ok(endless.ended);
      const { compilation } = await running;
      assert.is(compilation.errors.length, 1);
      assert.match(compilation.errors[0]!.message, /the build of the models was stopped/);
      assert.not.ok(Object.keys(compilation.assets).includes('bespoke-manifest.json'));
    }));

  test(`${name}: signals are left to the command: a build adds no listener`, () =>
    inApp(async (directory) => {
      const count = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
      const before = count();
      let during = -1;
      const plugin = new BespokePlugin(undefined, {
        build: async () => {
          during = count();
          return resultOf([artifact('server', 'x')]);
        },
      });
      const compiler = bundle(configurationOf(directory, plugin));
      await run(compiler);
      await close(compiler);
      assert.is(during, before);
    }));

  test(`${name}: two compilers at once, one plugin: both emit, the second finds what the first made`, () =>
    inApp(async (directory) => {
      const made = new Map<string, BuildResult>();
      const builds: string[] = [];
      // As build() does it: one lock a cache directory, results by key.
      const build = (plan: BuildPlan, { signal }: BuildContext) =>
        withLock(
          plan.cacheDirectory,
          async () => {
            const found = made.get('key');
            builds.push(found ? 'found' : 'made');
            await sleep(100);
            if (!found) made.set('key', resultOf([artifact('server', 'shared')]));
            return made.get('key')!;
          },
          { signal },
        );
      const plugin = new BespokePlugin(undefined, { build });
      const configurations = ['browser', 'node'].map((side) => ({
        ...configurationOf(directory, plugin),
        name: side,
        output: { path: join(directory, 'build', side) },
      }));
      const multi = (bundle as unknown as (all: webpack.Configuration[]) => webpack.MultiCompiler)(
        configurations,
      );
      const stats = await new Promise<webpack.MultiStats>((resolve, reject) => {
        multi.run((error, all) => (error || !all ? reject(error) : resolve(all)));
      });
      await close(multi as unknown as webpack.Compiler);
      for (const each of stats.stats) {
        assert.equal(each.compilation.errors, []);
        assert.ok(Object.keys(each.compilation.assets).some((file) => file.startsWith('digits.server.')));
      }
      assert.equal(builds, ['made', 'found']);
    }));
}

test('the type of the plugin fits the configurations of webpack and Rspack', () => {
  const plugin = new BespokePlugin();
  const forWebpack: webpack.WebpackPluginInstance = plugin;
  const forRspack: import('@rspack/core').RspackPluginInstance = plugin;
  assert.is(forWebpack.apply, forRspack.apply);
  const bundle: Bundle | undefined = bundlers.webpack;
  assert.ok(bundle);
});

test.run();
