import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { effortPresets } from '../../src/config/effort.js';
import { loadPlan } from '../../src/config/load-plan.js';
import type { BuildPlan } from '../../src/config/plan.js';
import { machineMemory } from '../../src/machine-memory.js';
import { changed, inProject, plainConfig, plainFiles } from './project.js';

test('defaults, and paths from the working directory for an inline object', () =>
  inProject(plainFiles, async (cwd) => {
    const expected: BuildPlan = {
      configFile: undefined,
      configDependencies: [],
      models: [
        {
          name: 'classifier',
          teacher: join(cwd, 'models/teacher.onnx'),
          pool: [],
          licences: [undefined],
          train: { kind: 'images', path: join(cwd, 'data/train'), labels: undefined },
          validation: { kind: 'images', path: join(cwd, 'data/val'), labels: undefined },
          input: {
            scale: 1,
            mean: [],
            std: [],
            layout: 'nchw',
            size: undefined,
            image: { resize: 'stretch', crop: 1, fill: 0, channels: 'rgb' },
            augment: { flip: false, shift: 0 },
          },
          quality: { metric: 'agreement' },
        },
      ],
      targets: [
        {
          name: 'server',
          runtime: 'onnxruntime-node/cpu',
          threads: 1,
          precision: ['float32', 'float16'],
          budgets: [{ metric: 'latency', limit: 0.5, unit: 'ratio', text: '50%' }],
          onMiss: 'error',
          profile: undefined,
          onUnprofiled: 'error',
        },
      ],
      effort: effortPresets.balanced,
      wallClock: undefined,
      alternatives: {
        member: true,
        import: true,
        prune: true,
        shorten: true,
        decompose: true,
        lowRank: true,
        separable: true,
        shrink: true,
        activation: true,
      },
      search: { strategy: 'exact' },
      engine: 'auto',
      seed: 1,
      cacheDirectory: join(cwd, '.bespoke'),
      remote: undefined,
      farm: undefined,
      browser: { executablePath: undefined, args: [], projectFolder: cwd },
      workers: availableParallelism(),
      memory: Math.max(2 * 2 ** 30, machineMemory() / 2),
    };
    assert.equal(await loadPlan({ cwd, inline: plainConfig() }), expected);
  }));

const budgets: readonly (readonly [string, string | number, number, 'absolute' | 'ratio'])[] = [
  ['latency', '50%', 0.5, 'ratio'],
  ['latency', '100%', 1, 'ratio'],
  ['latency', '12.5 %', 0.125, 'ratio'],
  ['latency', '8ms', 8, 'absolute'],
  ['latency', '8 MS', 8, 'absolute'],
  ['latency', '1.2s', 1200, 'absolute'],
  ['latency', '300us', 0.3, 'absolute'],
  ['latency', '300µs', 0.3, 'absolute'],
  ['latency', '300μs', 0.3, 'absolute'],
  ['latency', '1e3us', 1, 'absolute'],
  ['latency', '.5ms', 0.5, 'absolute'],
  ['size', '1.5MB', 1_500_000, 'absolute'],
  ['size', '1.1MB', 1_100_000, 'absolute'],
  ['size', '400KB', 400_000, 'absolute'],
  ['size', '400kb', 400_000, 'absolute'],
  ['size', '2MiB', 2 * 1024 * 1024, 'absolute'],
  ['size', '512B', 512, 'absolute'],
  ['size', '50%', 0.5, 'ratio'],
  ['parameters', '200k', 200_000, 'absolute'],
  ['parameters', 200_000, 200_000, 'absolute'],
  ['parameters', '200000', 200_000, 'absolute'],
  ['parameters', '25%', 0.25, 'ratio'],
  ['macs', '60M', 60_000_000, 'absolute'],
  ['macs', 6e7, 60_000_000, 'absolute'],
  ['macs', '1.2G', 1_200_000_000, 'absolute'],
  ['qualityDrop', 0.01, 0.01, 'absolute'],
  ['qualityDrop', '1%', 0.01, 'absolute'],
  ['qualityDrop', '0.7%', 0.007, 'absolute'],
  ['qualityDrop', 0, 0, 'absolute'],
];

for (const [metric, value, limit, unit] of budgets) {
  test(`${metric} budget ${JSON.stringify(value)}`, () =>
    inProject(plainFiles, async (cwd) => {
      const inline = changed(plainConfig(), 'targets.0.budget', { [metric]: value });
      const plan = await loadPlan({ cwd, inline });
      assert.equal(plan.targets[0]!.budgets, [{ metric, limit, unit, text: String(value) }]);
    }));
}

for (const [memory, bytes] of [
  ['2GiB', 2 * 2 ** 30],
  ['4 GB', 4e9],
  ['2500MB', 2.5e9],
  ['100%', machineMemory()],
] as const)
  test(`memory ${memory}`, () =>
    inProject(plainFiles, async (cwd) => {
      const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'memory', memory) });
      assert.is(plan.memory, bytes);
    }));

test('budgets are sorted by metric', () =>
  inProject(plainFiles, async (cwd) => {
    const budget = { size: '1MB', qualityDrop: 0.01, latency: '8ms', macs: '50%', parameters: '1M' };
    const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'targets.0.budget', budget) });
    assert.equal(
      plan.targets[0]!.budgets.map(({ metric }) => metric),
      ['latency', 'macs', 'parameters', 'qualityDrop', 'size'],
    );
  }));

test('models are named by their paths, or by paths and licences', () =>
  inProject({ ...plainFiles, 'models/other.onnx': '' }, async (cwd) => {
    const teacher = { path: './models/teacher.onnx', licence: 'Apache-2.0' };
    // The teacher among the pool is left out, with its place among the licences.
    const pool = [
      './models/small.onnx',
      './models/teacher.onnx',
      { path: 'models/other.onnx', licence: 'MIT' },
    ];
    const inline = changed(changed(plainConfig(), 'models.0.teacher', teacher), 'models.0.pool', pool);
    const [model] = (await loadPlan({ cwd, inline })).models;
    assert.is(model!.teacher, join(cwd, 'models/teacher.onnx'));
    assert.equal(model!.pool, [join(cwd, 'models/small.onnx'), join(cwd, 'models/other.onnx')]);
    assert.equal(model!.licences, ['Apache-2.0', undefined, 'MIT']);
  }));

test('license is another spelling of licence', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = changed(plainConfig(), 'models.0.teacher', {
      path: './models/teacher.onnx',
      license: 'MIT',
    });
    assert.equal((await loadPlan({ cwd, inline })).models[0]!.licences[0], 'MIT');
  }));

test('quality is top1 where the validation data have labels', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = changed(plainConfig(), 'models.0.data.validation.labels', 'folders');
    assert.equal((await loadPlan({ cwd, inline })).models[0]!.quality, { metric: 'top1' });
  }));

test('quality is a module where the word is a path', () =>
  inProject({ ...plainFiles, 'judge.mjs': '' }, async (cwd) => {
    const inline = changed(plainConfig(), 'models.0.quality', 'judge.mjs');
    const { quality } = (await loadPlan({ cwd, inline })).models[0]!;
    assert.equal(quality, { metric: 'module', path: join(cwd, 'judge.mjs') });
  }));

test('top1 with a module as data is for the build to check', () =>
  inProject({ ...plainFiles, 'data.mjs': '' }, async (cwd) => {
    const data = { kind: 'module', path: './data.mjs' };
    const inline = changed(
      changed(plainConfig(), 'models.0.data.validation', data),
      'models.0.quality',
      'top1',
    );
    const model = (await loadPlan({ cwd, inline })).models[0]!;
    assert.equal(model.quality, { metric: 'top1' });
    assert.equal(model.validation, { kind: 'module', path: join(cwd, 'data.mjs'), layout: undefined });
  }));

test('sources of every kind', () =>
  inProject({ ...plainFiles, 'x.npz': '', 'x.idx': '', 'y.idx': '' }, async (cwd) => {
    const inline = changed(plainConfig(), 'models.0.data', {
      train: { kind: 'npz', path: 'x.npz', labels: 'y', layout: 'nchw' },
      validation: { kind: 'idx', path: 'x.idx', labels: './y.idx' },
    });
    const { train, validation } = (await loadPlan({ cwd, inline })).models[0]!;
    assert.equal(train, { kind: 'npz', path: join(cwd, 'x.npz'), values: 'x', labels: 'y', layout: 'nchw' });
    assert.equal(validation, {
      kind: 'idx',
      path: join(cwd, 'x.idx'),
      labels: join(cwd, 'y.idx'),
      layout: undefined,
    });
  }));

test('the teacher in the pool is no member of its own', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = changed(plainConfig(), 'models.0.pool', ['models/small.onnx', 'models/teacher.onnx']);
    assert.equal((await loadPlan({ cwd, inline })).models[0]!.pool, [join(cwd, 'models/small.onnx')]);
  }));

test('kinds of alternatives are on unless switched off', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = changed(plainConfig(), 'alternatives', { import: false, member: false, prune: true });
    const { alternatives } = await loadPlan({ cwd, inline });
    const off = Object.entries(alternatives).flatMap(([kind, on]) => (on ? [] : [kind]));
    assert.equal(off, ['member', 'import']);
    assert.is(Object.keys(alternatives).length, 9);
  }));

test('numbers of effort by their former names', () =>
  inProject(plainFiles, async (cwd) => {
    const former = { imported: 1, approximated: 2, shortened: 3, decomposed: 4, minutes: 20 };
    const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'effort', former) });
    const now = { import: 1, prune: 2, shorten: 3, decompose: 4 };
    assert.equal(plan.effort, { ...effortPresets.balanced, ...now });
    assert.equal(plan.wallClock, { minutes: 20, given: Object.keys(now).sort() });
  }));

test('effort as an object takes the rest from balanced', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = changed(plainConfig(), 'effort', { steps: 5, batch: undefined });
    assert.equal((await loadPlan({ cwd, inline })).effort, { ...effortPresets.balanced, steps: 5 });
  }));

test('minutes are kept beside the numbers that are given, which stay', () =>
  inProject(plainFiles, async (cwd) => {
    const effort = { minutes: 45, steps: 5, batch: 32, samples: undefined };
    const plan = await loadPlan({ cwd, inline: changed(plainConfig(), 'effort', effort) });
    assert.equal(plan.wallClock, { minutes: 45, given: ['batch', 'steps'] });
    assert.equal(plan.effort, { ...effortPresets.balanced, steps: 5, batch: 32 });
  }));

for (const preset of ['quick', 'balanced', 'thorough'] as const) {
  test(`effort ${preset}`, () =>
    inProject(plainFiles, async (cwd) => {
      const inline = changed(plainConfig(), 'effort', preset);
      assert.equal((await loadPlan({ cwd, inline })).effort, effortPresets[preset]);
    }));
}

test('thorough spends at least as much as balanced, and that as quick, in everything', () => {
  for (const [key, value] of Object.entries(effortPresets.balanced)) {
    assert.ok(effortPresets.quick[key as 'steps'] <= value, key);
    assert.ok(effortPresets.thorough[key as 'steps'] >= value, key);
  }
});

test('overrides stand above the configuration', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = { ...plainConfig(), workers: 3, cache: { directory: './kept' } };
    const kept = await loadPlan({ cwd, inline });
    assert.equal([kept.workers, kept.cacheDirectory], [3, join(cwd, 'kept')]);
    const plan = await loadPlan({ cwd, inline, overrides: { workers: 7, cacheDirectory: 'elsewhere' } });
    assert.equal([plan.workers, plan.cacheDirectory], [7, join(cwd, 'elsewhere')]);
  }));

test('the configuration that was given stays as it was', () =>
  inProject(plainFiles, async (cwd) => {
    const inline = plainConfig();
    await loadPlan({ cwd, inline });
    assert.equal(inline, plainConfig());
  }));

test('a folder in a pool stands for its models, under its licence, without the teacher and what is named', () => {
  const files = {
    'zoo/b.onnx': '',
    'zoo/a.onnx': '',
    'zoo/named.onnx': '',
    'zoo/notes.txt': '',
    'zoo/deep/c.onnx': '',
  };
  return inProject({ ...plainFiles, ...files, 'zoo/teacher.onnx': '' }, async (cwd) => {
    const pool = ['./zoo/named.onnx', { path: './zoo', licence: 'MIT' }];
    const config = changed(
      changed(plainConfig(), 'models.0.pool', pool),
      'models.0.teacher',
      './zoo/teacher.onnx',
    );
    const [model] = (await loadPlan({ cwd, inline: config })).models;
    assert.equal(
      model!.pool.map((path) => path.slice(cwd.length + 1)),
      ['zoo/named.onnx', 'zoo/a.onnx', 'zoo/b.onnx'],
    );
    assert.equal(model!.licences, [undefined, undefined, 'MIT', 'MIT']);
  });
});

test.run();
