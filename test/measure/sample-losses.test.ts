import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inForm } from '../../src/measure/output-form.js';
import type { Output } from '../../src/measure/outputs.js';
import { isKnown, sampleLosses } from '../../src/measure/sample-losses.js';

const output = (dims: readonly number[], values: readonly number[], name = 'y'): Output => ({
  name,
  dims,
  data: Float32Array.from(values),
});

/** Two samples, two positions of two classes each. */
const own = output([2, 2], [1, 0, 0, 1, 0, 1, 0, 1]);
const teacher = output([2, 2], [1, 0, 0, 1, 1, 0, 0, 1]);

test('classes: the share of positions of each sample that differ, whatever is kept of them', () => {
  for (const metric of ['top1', 'agreement']) {
    assert.equal([...sampleLosses(metric, [own], [teacher], 2)!], [0, 0.5]);
    const [kept, wanted] = [inForm([own], 'classes'), inForm([teacher], 'classes')];
    assert.equal([...sampleLosses(metric, kept, wanted, 2)!], [0, 0.5]);
  }
  assert.equal([...sampleLosses('agreement', [own, teacher], [teacher, teacher], 2)!], [0, 0.25]);
});

test('values: the squared error of each sample', () =>
  assert.equal(
    [...sampleLosses('mse', [output([2], [1, 2, 3, 4])], [output([2], [1, 0, 3, 3])], 2)!],
    [2, 0.5],
  ));

test('boxes: what is missing to an F1 of 1', () => {
  // [4 + 1, 6]: one box in the first sample, none in the second.
  const found = output([5, 6], [...Array(4).fill(3 / 4), ...Array(56).fill(0)]);
  const boxes = (score: number): Output => {
    const data = new Float32Array(60);
    for (const [value, each] of [5, 5, 2, 2, score].entries()) data[6 * value] = each;
    return { ...found, data };
  };
  const kept = (score: number) => inForm([boxes(score)], 'boxes');
  assert.equal([...sampleLosses('detections', kept(0.9), kept(0.8), 2)!], [0, 0]);
  assert.equal([...sampleLosses('detections', kept(0.1), kept(0.8), 2)!], [1, 0]);
  assert.is(sampleLosses('detections', [boxes(0.9), boxes(0.9)], [boxes(0.9), boxes(0.9)], 2), undefined);
});

test('a module tells nothing by sample', () =>
  assert.is(sampleLosses('module', [own], [teacher], 2), undefined));

const losses = (count: number, of: (index: number) => number) =>
  Float64Array.from({ length: count }, (_, index) => of(index));

test('a loss is known when its standard error is a tenth of it', () => {
  // Half of the samples lose 1: a deviation of a half, so 100 samples tell 0.5 to 0.05.
  assert.not.ok(
    isKnown(
      losses(90, (index) => index % 2),
      1e9,
    ),
  );
  assert.ok(
    isKnown(
      losses(110, (index) => index % 2),
      1e9,
    ),
  );
  assert.ok(
    isKnown(
      losses(2, () => 3),
      1e9,
    ),
    'the same everywhere',
  );
});

test('a small loss is known when it is as exact as of so many single answers', () => {
  // Mean 0.01, deviation 0.03: 1,000 answers of one sample each would tell 0.01 to 0.00315.
  const spread = (index: number): number => (index % 10 === 0 ? 0.1 : 0);
  assert.ok(isKnown(losses(100, spread), 1000));
  assert.not.ok(isKnown(losses(60, spread), 1000));
  const single = (index: number): number => (index % 100 === 0 ? 1 : 0);
  assert.not.ok(isKnown(losses(500, single), 1000), 'one answer a sample: all of them are needed');
});

test('no loss at all is looked at further', () =>
  assert.not.ok(
    isKnown(
      losses(100, () => 0),
      1000,
    ),
  ));

test.run();
