import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../../src/errors.js';
import { artifactFile, manifestOf, manifestText } from '../../../src/pipeline/record/manifest.js';
import { missedBudget } from '../../../src/pipeline/record/missed-budget.js';
import { artifact, missedBy, resultOf } from '../../cli/fake-result.js';

test('models, targets, budgets and replacements are sorted', () => {
  const one = resultOf([artifact('server', 's'), artifact('Phone', 'p'), artifact('desktop', 'd')]);
  const result = { ...one, models: [...one.models, { ...one.models[0]!, name: 'animals' }] };
  const { models } = manifestOf(result, artifactFile);
  assert.equal(
    models.map(({ name }) => name),
    ['animals', 'digits'],
  );
  const [target] = models[1]!.targets;
  assert.equal(
    models[1]!.targets.map(({ name }) => name),
    ['Phone', 'desktop', 'server'],
  );
  assert.equal(
    target!.budgets.map(({ metric }) => metric),
    ['latency', 'size'],
  );
  assert.equal(
    target!.replacements.map(({ from }) => from),
    ['a', 'b'],
  );
});

test('the text does not depend on the order of the result, nor on that of its keys', () => {
  const [a, b] = [artifact('a', '1'), artifact('b', '2')];
  const entry = Object.fromEntries(Object.entries(b.entry).reverse()) as typeof b.entry;
  const first = manifestText(manifestOf(resultOf([a, b]), artifactFile));
  assert.is(manifestText(manifestOf(resultOf([{ ...b, entry }, a]), artifactFile)), first);
  assert.ok(first.endsWith('}\n'));
});

test('files are named for model, target and content', () => {
  const made = artifact('server', 'hello');
  assert.is(artifactFile(made), `digits.server.${made.entry.sha256.slice(0, 8)}.onnx`);
  assert.is.not(artifactFile(artifact('server', 'other')), artifactFile(made));
});

test('the caller names the files', () => {
  const { models } = manifestOf(resultOf([artifact('a', '1')]), ({ target }) => `assets/${target}.onnx`);
  assert.is(models[0]!.targets[0]!.file, 'assets/a.onnx');
});

for (const [name, change] of [
  ['a latency that is no number', { latencyMs: { teacher: 1, student: Number.NaN } }],
  ['a hash that is none', { sha256: 'abc' }],
] as const) {
  test(`${name} is refused`, () => {
    const made = artifact('a', '1');
    const broken = { ...made, entry: { ...made.entry, ...change } };
    assert.throws(
      () => manifestOf(resultOf([broken]), () => 'a.onnx'),
      (error: unknown) => error instanceof BespokeError && error.code === 'MANIFEST_INVALID',
    );
  });
}

test('a missed budget names model, target, metric, limit and the best value', () => {
  const error = missedBudget(missedBy('error'));
  assert.is(error.code, 'BUDGET_MISSED');
  assert.match(error.message, "model 'digits', target 'phone'");
  assert.match(error.message, 'latency budget of 0.5 ms');
  assert.match(error.message, 'has 0.751 ms');
});

for (const [metric, limit, value, says] of [
  ['size', 1500, 2000, 'size budget of 1500 bytes; the best one has 2000 bytes'],
  ['qualityDrop', 0.01, 0.0234, 'qualityDrop budget of 1 points of 100; the best one has 2.34 points'],
  ['macs', 60_000_000, 61_000_000, 'budget of 60000000 multiply-accumulates'],
] as const) {
  test(`a missed ${metric} budget has its unit`, () => {
    const { message } = missedBudget({ ...missedBy('warn'), metric, limit, value });
    assert.ok(message.includes(says), message);
  });
}

test.run();
