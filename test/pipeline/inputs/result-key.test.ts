import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../../src/config/load-plan.js';
import type { BuildPlan, ModelPlan, TargetPlan } from '../../../src/config/plan.js';
import {
  BUILD_FIELDS,
  MODEL_FIELDS,
  resultKey,
  TARGET_FIELDS,
} from '../../../src/pipeline/inputs/result-key.js';
import { changed, inProject, plainConfig, plainFiles } from '../../config/project.js';

const test = suite('key of a model');

const inputs = { members: ['teacher', 'small'], train: 'train', validation: 'validation', quality: null };

const plan = await inProject(plainFiles, async (cwd) =>
  loadPlan({ cwd, inline: changed(plainConfig(), 'targets.0.threads', 2) }),
);
const before = keyWith({});

interface Change {
  readonly build?: Partial<BuildPlan>;
  readonly model?: Partial<ModelPlan>;
  readonly target?: Partial<TargetPlan>;
  readonly inputs?: Partial<typeof inputs>;
  readonly device?: string;
}

/** The key where parts of the plan, of its first model and of its first target are others. */
function keyWith({ build, model, target, inputs: others, device = 'device' }: Change): string {
  const [first, ...rest] = plan.targets;
  const whole = { ...plan, targets: [{ ...first!, ...target }, ...rest], ...build };
  const devices = whole.targets.map((_, index) => `${device} ${index}`);
  return resultKey(whole, { ...plan.models[0]!, ...model }, { ...inputs, ...others }, devices);
}

/** Other values of the same kind, each with one thing changed. */
function othersOf(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return [`${value}x`];
  if (value === undefined || value === null) return ['x'];
  if (Array.isArray(value)) return [[...value, 'x']];
  return Object.entries(value as object).flatMap(([name, part]) =>
    othersOf(part).map((other) => ({ ...(value as object), [name]: other })),
  );
}

const parts = [
  ['build', BUILD_FIELDS, plan],
  ['model', MODEL_FIELDS, plan.models[0]!],
  ['target', TARGET_FIELDS, plan.targets[0]!],
] as const;

for (const [part, fields, values] of parts) {
  for (const [name, how] of Object.entries(fields)) {
    const others = othersOf(values[name as keyof typeof values]);
    if (how === 'as it is') {
      test(`${part}.${name} is in it, whatever changes in it`, () => {
        assert.ok(others.length > 0);
        for (const other of others)
          assert.is.not(keyWith({ [part]: { [name]: other } }), before, JSON.stringify(other));
      });
    }
    if (typeof how === 'object') {
      test(`${part}.${name} is left out: ${how.leftOut}`, () => {
        assert.ok(others.length > 0);
        for (const other of others)
          assert.is(keyWith({ [part]: { [name]: other } }), before, JSON.stringify(other));
      });
    }
  }
}

test('what is in it by content or in part is told by name', () => {
  const named = parts.flatMap(([part, fields]) =>
    Object.entries(fields).flatMap(([name, how]) =>
      how === 'by content' || how === 'in part' ? [`${part}.${name}`] : [],
    ),
  );
  assert.equal(named, [
    'build.models',
    'build.targets',
    'build.wallClock',
    'model.teacher',
    'model.pool',
    'model.train',
    'model.validation',
    'model.quality',
    'target.budgets',
    'target.profile',
    'target.onUnprofiled',
  ]);
});

test('content of the inputs, and what measures', () => {
  for (const other of othersOf(inputs) as (typeof inputs)[])
    assert.is.not(keyWith({ inputs: other }), before, JSON.stringify(other));
  assert.is.not(keyWith({ device: 'another' }), before);
});

test('settings of the data, not its place', () => {
  for (const split of ['train', 'validation'] as const) {
    const source = plan.models[0]![split];
    assert.is(keyWith({ model: { [split]: { ...source, path: '/elsewhere' } } }), before);
    const labelled = { ...source, labels: 'folders' };
    assert.is.not(keyWith({ model: { [split]: labelled } }), before);
  }
});

test('the metric of quality, and the content of a module, not its place', () => {
  assert.is.not(keyWith({ model: { quality: { metric: 'mse' } } }), before);
  const module = (path: string) => ({ quality: { metric: 'module', path } as const });
  const one = keyWith({ model: module('/a.js'), inputs: { quality: null } });
  assert.is(keyWith({ model: module('/b.js') }), one);
  assert.is.not(one, before);
});

test('other models are not in it, other targets are', () => {
  assert.is(keyWith({ build: { models: [] } }), before);
  assert.is.not(keyWith({ build: { targets: [...plan.targets, plan.targets[0]!] } }), before);
});

test('budgets by their limits, not by how they are written', () => {
  const [budget, ...others] = plan.targets[0]!.budgets;
  const withBudget = (more: object) => ({ target: { budgets: [{ ...budget!, ...more }, ...others] } });
  assert.is(keyWith(withBudget({ text: '0.008s' })), before);
  assert.is.not(keyWith(withBudget({ limit: budget!.limit + 1 })), before);
  assert.is.not(keyWith(withBudget({ unit: budget!.unit === 'ratio' ? 'absolute' : 'ratio' })), before);
});

test('minutes, and with them the number of workers', () => {
  const wallClock = { minutes: 20, given: [] };
  const minutes = keyWith({ build: { wallClock } });
  assert.is.not(minutes, before);
  assert.is.not(keyWith({ build: { wallClock: { ...wallClock, minutes: 21 } } }), minutes);
  assert.is.not(keyWith({ build: { wallClock: { ...wallClock, given: ['steps'] } } }), minutes);
  assert.is.not(keyWith({ build: { wallClock, workers: plan.workers + 1 } }), minutes);
});

test('onUnprofiled where there is a profile', () => {
  assert.is(keyWith({ target: { onUnprofiled: 'predict' } }), before);
  const profiled = keyWith({ target: { profile: '/p.json' } });
  assert.is.not(keyWith({ target: { profile: '/p.json', onUnprofiled: 'predict' } }), profiled);
});

test.run();
