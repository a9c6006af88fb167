import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type webpack from 'webpack';
import type { BuildPlan } from '../../src/config/plan.js';
import type { BuildResult } from '../../src/pipeline/result.js';
import { BespokePlugin } from '../../src/plugin/plugin.js';
import type { Builds } from '../../src/plugin/prepared-models.js';
import { artifact, missedBy, resultOf } from '../cli/fake-result.js';
import { plainConfig } from '../config/project.js';
import { type Bundle, bundlers, close, configurationOf, inApp } from './app.js';
import { classifierResult, importingApp, runPage } from './classifier.js';

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
    const deadline = Date.now() + 60_000;
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

type Use = (watched: Watched, directory: string, bundle: Bundle) => Promise<void>;

/** A test for each bundler. They wait most of the time, so the first starts all. */
function onEach(what: string, use: Use, files: Readonly<Record<string, string>> = {}): void {
  const watching = (bundle: Bundle) =>
    inApp(async (directory) => {
      await age(directory, 'src/index.js', 'bespoke.config.json', 'models/teacher.onnx');
      const watched = new Watched();
      try {
        await use(watched, directory, bundle);
      } finally {
        await watched.close();
      }
    }, files);
  let started: Promise<PromiseSettledResult<void>[]> | undefined;
  Object.keys(bundlers).forEach((name, index) => {
    test(`${name}: ${what}`, async () => {
      started ??= Promise.allSettled(Object.values(bundlers).map(watching));
      const outcome = (await started)[index]!;
      if (outcome.status === 'rejected') throw outcome.reason;
    });
  });
}

onEach(
  'a change of the app emits the models again without a build; no loop',
  async (watched, directory, bundle) => {
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
  },
);

onEach('a change of the config builds once, with the new plan', async (watched, directory, bundle) => {
  watched.start(bundle, directory, async () => result());
  await watched.settled(1);
  const builds = watched.plans.length;
  await writeFile(join(directory, 'bespoke.config.json'), JSON.stringify({ ...plainConfig(), seed: 99 }));
  await watched.settled(watched.stats.length + 1);
  assert.is(watched.plans.length, builds + 1);
  assert.is(watched.plans.at(-1)!.seed, 99);
});

onEach(
  'a comment in the config builds nothing, and is followed by what a change of it does',
  async (watched, directory, bundle) => {
    const config = join(directory, 'bespoke.config.mjs');
    const write = (text: string) => writeFile(config, text);
    const exported = (seed: number) => `export default ${JSON.stringify({ ...plainConfig(), seed })};\n`;
    await rm(join(directory, 'bespoke.config.json'));
    await write(exported(1));
    await age(directory, 'bespoke.config.mjs');
    watched.start(bundle, directory, async () => result());
    await watched.settled(1);
    const builds = watched.plans.length;
    await write(`// For the phones of the field test.\n${exported(1)}`);
    await watched.settled(watched.stats.length + 1);
    assert.is(watched.plans.length, builds);
    await write(exported(2));
    await watched.settled(watched.stats.length + 1);
    assert.is(watched.plans.length, builds + 1);
    assert.is(watched.plans.at(-1)!.seed, 2);
  },
  { 'bespoke.config.json': '{}' },
);

onEach(
  'what the app imports follows the models, and stays when something else changes',
  async (watched, directory, bundle) => {
    watched.start(bundle, directory, async ({ seed }) => classifierResult({ server: `model ${seed}` }));
    await watched.settled(1);
    const script = join(directory, 'build/main.js');
    const imported = async () => {
      const { url } = (await runPage(script)).targets[0]!;
      return readFile(join(directory, 'build', basename(url)), 'utf8');
    };
    assert.is(await imported(), 'model 1');
    await writeFile(join(directory, 'bespoke.config.json'), JSON.stringify({ ...plainConfig(), seed: 5 }));
    await watched.settled(watched.stats.length + 1);
    assert.is(await imported(), 'model 5');
    await writeFile(
      join(directory, 'src/index.js'),
      `globalThis.other = 1;\n${importingApp['src/index.js']}`,
    );
    await watched.settled(watched.stats.length + 1);
    assert.is(await imported(), 'model 5');
  },
  importingApp,
);

onEach('a change of a model, and a new image, build again', async (watched, directory, bundle) => {
  watched.start(bundle, directory, async () => result());
  await watched.settled(1);
  const builds = watched.plans.length;
  await writeFile(join(directory, 'models/teacher.onnx'), 'other weights');
  await watched.settled(watched.stats.length + 1);
  assert.is(watched.plans.length, builds + 1);
  await writeFile(join(directory, 'data/train/new.png'), 'image');
  await watched.settled(watched.stats.length + 1);
  assert.is(watched.plans.length, builds + 2);
});

onEach('what a build writes to its cache starts no compilation', async (watched, directory, bundle) => {
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
});

onEach(
  'a missed budget stays an error in the compilations that build nothing',
  async (watched, directory, bundle) => {
    watched.start(bundle, directory, async () => resultOf([], [missedBy('error')]));
    await watched.settled(1);
    const builds = watched.plans.length;
    await writeFile(join(directory, 'src/index.js'), 'export default 3;\n');
    await watched.settled(watched.stats.length + 1);
    assert.is(watched.plans.length, builds);
    assert.is(watched.stats.at(-1)!.compilation.errors.length, 1);
  },
);

onEach(
  'a build that failed is tried again at the next change, and then emits',
  async (watched, directory, bundle) => {
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
  },
);

onEach(
  'a config that was wrong from the start is read again when it is mended',
  async (watched, directory, bundle) => {
    watched.start(bundle, directory, async () => result());
    await watched.settled(1);
    assert.is(watched.stats.at(-1)!.compilation.errors.length, 1);
    await writeFile(join(directory, 'bespoke.config.json'), JSON.stringify(plainConfig()));
    await watched.settled(watched.stats.length + 1);
    assert.is(watched.stats.at(-1)!.compilation.errors.length, 0);
    assert.is(watched.plans.length, 1);
  },
  { 'bespoke.config.json': '{"models": 5}' },
);

test.run();
