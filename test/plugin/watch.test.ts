import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import type { BuildResult } from '../../src/build/result.js';
import type { BuildPlan } from '../../src/config/plan.js';
import type { Builds } from '../../src/plugin/models-step.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import { artifact, missedBy, resultOf } from '../cli/fake-result.js';
import { plainConfig } from '../config/project.js';
import { type Bundle, bundlers, close, configurationOf, inApp } from './app.js';

/** A watching compiler, and what it did so far. */
class Watched {
  readonly stats: webpack.Stats[] = [];
  readonly plans: BuildPlan[] = [];
  #compiler: webpack.Compiler | undefined;

  start(bundle: Bundle, directory: string, build: (plan: BuildPlan) => Promise<BuildResult>): void {
    const counted: Builds['build'] = (plan) => {
      this.plans.push(plan);
      return build(plan);
    };
    const plugin = new BespokePlugin({ development: 'build' }, { build: counted });
    this.#compiler = bundle(configurationOf(directory, plugin, { mode: 'development' }));
    this.#compiler.watch({ aggregateTimeout: 200, poll: 50 }, (error, stats) => {
      if (error) throw error;
      this.stats.push(stats!);
    });
  }

  /** Waits until `count` compilations ended and none has for a while after. */
  async settled(count: number): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (this.stats.length < count) {
      if (Date.now() > deadline) throw new Error(`${this.stats.length} of ${count} compilations`);
      await sleep(20);
    }
    for (let seen = -1; seen !== this.stats.length; await sleep(1000)) seen = this.stats.length;
  }

  async close(): Promise<void> {
    if (this.#compiler) await close(this.#compiler);
  }
}

const result = () => resultOf([artifact('server', 'model')]);

/** Files that were there long before the watching begins. */
async function age(directory: string, ...names: string[]): Promise<void> {
  for (const name of names) await utimes(join(directory, name), 1_600_000_000, 1_600_000_000);
}

for (const [name, bundle] of Object.entries(bundlers)) {
  const watching = (use: (watched: Watched, directory: string) => Promise<void>, files = {}) =>
    inApp(async (directory) => {
      await age(directory, 'src/index.js', 'bespoke.config.json', 'models/teacher.onnx');
      const watched = new Watched();
      try {
        await use(watched, directory);
      } finally {
        await watched.close();
      }
    }, files);

  test(`${name}: a change of the app emits the models again without a build; no loop`, () =>
    watching(async (watched, directory) => {
      watched.start(bundle, directory, async () => result());
      await watched.settled(1);
      const [builds, compilations] = [watched.plans.length, watched.stats.length];
      await writeFile(join(directory, 'src/index.js'), 'export default 2;\n');
      await watched.settled(compilations + 1);
      assert.is(watched.plans.length, builds);
      assert.is(watched.stats.length, compilations + 1, 'one compilation, then quiet');
      const assets = Object.keys(watched.stats.at(-1)!.compilation.assets);
      assert.ok(assets.some((file) => file.startsWith('digits.server.')));
      assert.ok(assets.includes('bespoke-manifest.json'));
    }));

  test(`${name}: a change of the config builds once, with the new plan`, () =>
    watching(async (watched, directory) => {
      watched.start(bundle, directory, async () => result());
      await watched.settled(1);
      const builds = watched.plans.length;
      await writeFile(join(directory, 'bespoke.config.json'), JSON.stringify({ ...plainConfig(), seed: 99 }));
      await watched.settled(watched.stats.length + 1);
      assert.is(watched.plans.length, builds + 1);
      assert.is(watched.plans.at(-1)!.seed, 99);
    }));

  test(`${name}: a change of a model, and a new image, build again`, () =>
    watching(async (watched, directory) => {
      watched.start(bundle, directory, async () => result());
      await watched.settled(1);
      const builds = watched.plans.length;
      await writeFile(join(directory, 'models/teacher.onnx'), 'other weights');
      await watched.settled(watched.stats.length + 1);
      assert.is(watched.plans.length, builds + 1);
      await writeFile(join(directory, 'data/train/new.png'), 'image');
      await watched.settled(watched.stats.length + 1);
      assert.is(watched.plans.length, builds + 2);
    }));

  test(`${name}: what a build writes to its cache starts no compilation`, () =>
    watching(async (watched, directory) => {
      watched.start(bundle, directory, async ({ cacheDirectory }) => {
        await mkdir(cacheDirectory, { recursive: true });
        await writeFile(join(cacheDirectory, 'lock'), String(Date.now()));
        return result();
      });
      await watched.settled(1);
      const compilations = watched.stats.length;
      await writeFile(join(directory, '.bespoke/more'), 'x');
      await sleep(600);
      assert.is(watched.stats.length, compilations);
    }));

  test(`${name}: a missed budget stays an error in the compilations that build nothing`, () =>
    watching(async (watched, directory) => {
      watched.start(bundle, directory, async () => resultOf([], [missedBy('error')]));
      await watched.settled(1);
      const builds = watched.plans.length;
      await writeFile(join(directory, 'src/index.js'), 'export default 3;\n');
      await watched.settled(watched.stats.length + 1);
      assert.is(watched.plans.length, builds);
      assert.is(watched.stats.at(-1)!.compilation.errors.length, 1);
    }));

  test(`${name}: a build that failed is tried again at the next change, and then emits`, () =>
    watching(async (watched, directory) => {
      let broken = true;
      watched.start(bundle, directory, async () => {
        if (broken) throw new Error('disk full');
        return result();
      });
      await watched.settled(1);
      assert.is(watched.stats.at(-1)!.compilation.errors.length, 1);
      broken = false;
      await writeFile(join(directory, 'src/index.js'), 'export default 4;\n');
      await watched.settled(watched.stats.length + 1);
      assert.is(watched.stats.at(-1)!.compilation.errors.length, 0);
    }));

  test(`${name}: a config that was wrong from the start is read again when it is mended`, () =>
    watching(
      async (watched, directory) => {
        watched.start(bundle, directory, async () => result());
        await watched.settled(1);
        assert.is(watched.stats.at(-1)!.compilation.errors.length, 1);
        await writeFile(join(directory, 'bespoke.config.json'), JSON.stringify(plainConfig()));
        await watched.settled(watched.stats.length + 1);
        assert.is(watched.stats.at(-1)!.compilation.errors.length, 0);
        assert.is(watched.plans.length, 1);
      },
      { 'bespoke.config.json': '{"models": 5}' },
    ));
}

test.run();
