import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import { asClasses, classLabels } from '../../src/measure/class-labels.js';
import { quality, qualityLoss } from '../../src/measure/metrics.js';
import { openQuality } from '../../src/measure/open-quality.js';
import type { Output } from '../../src/measure/outputs.js';
import { sizeOf } from '../../src/onnx/tensor.js';

const test = suite('quality');
const output = (dims: readonly number[], values: readonly number[], name = 'logits'): Output => ({
  name,
  dims,
  data: Float32Array.from(values),
});

for (const [name, dims, values, expected] of [
  ['scores of classes', [3], [0, 2, 1, 5, -1, 4], [1, 0]],
  ['ties go to the lower class', [3], [1, 1, 0], [0]],
  ['negative infinity everywhere is still a class', [2], [-Infinity, -Infinity], [0]],
  ['NaN is never the largest', [3], [Number.NaN, 1, 2], [2]],
  ['NaN everywhere is no class', [2], [Number.NaN, Number.NaN], [-1]],
  ['a map has a class at every pixel', [2, 1, 3], [1, 5, 1, 2, 0, 2, 9, 0, 0, 8, 1, 1], [1, 0, 1, 0, 1, 1]],
  ['a sequence has a class at every step', [2, 3], [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], [2, 0, 1, 2]],
] as const)
  test(`classes: ${name}`, () => {
    const scores = output(dims, values);
    assert.equal([...classLabels(scores)], [...expected]);
    const classes = asClasses(scores);
    assert.equal(
      classLabels(classes),
      classLabels(scores),
      'and so are classes that were kept in their place',
    );
    assert.is(sizeOf(classes.dims) * (values.length / sizeOf(dims)), expected.length);
    assert.is(asClasses(classes), classes);
  });

const four = output([2], [1, 0, 0, 1, 1, 0, 1, 0]);
test('top1 is the share of right labels', () =>
  assert.is(quality('top1', { outputs: [four], labels: Int32Array.of(0, 1, 1, 0) }), 0.75));
test('top1 looks at the first output', () =>
  assert.is(
    quality('top1', { outputs: [four, output([1], [9, 9, 9, 9])], labels: Int32Array.of(0, 1, 0, 0) }),
    1,
  ));
test('agreement is the share of positions where the teacher says the same', () =>
  assert.is(
    quality('agreement', { outputs: [four], teacher: [output([2], [0, 3, 0, 1, 3, 0, 2, 0])] }),
    0.75,
  ));
test('metrics of classes are the same without their scores', () => {
  const [labels, teacher] = [Int32Array.of(0, 1, 1, 0), output([2], [0, 3, 0, 1, 3, 0, 2, 0])];
  const kept = { outputs: [asClasses(four)], labels, teacher: [asClasses(teacher)] };
  for (const metric of ['top1', 'agreement'] as const)
    assert.is(quality(metric, kept), quality(metric, { outputs: [four], labels, teacher: [teacher] }));
});
test('agreement of several outputs is their mean', () => {
  const other = output([2], [1, 0, 1, 0, 1, 0, 1, 0], 'aux');
  assert.is(quality('agreement', { outputs: [four, four], teacher: [four, other] }), 0.875);
});
test('an output that is no number agrees with nothing, not even itself', () => {
  const broken = output([2], [Number.NaN, Number.NaN]);
  assert.is(quality('agreement', { outputs: [broken], teacher: [broken] }), 0);
});
test('mse is the mean squared difference, mean over the outputs', () => {
  const [a, b] = [output([2], [1, 2, 3, 4]), output([1], [1, 1], 'aux')];
  const teacher = [output([2], [1, 0, 3, 0]), output([1], [2, 0], 'aux')];
  assert.is(quality('mse', { outputs: [a, b], teacher }), 3);
});
for (const [metric, teacher, student, expected] of [
  ['top1', 0.75, 0.5, 0.25],
  ['agreement', 1, 0.5, 0.5],
  ['module', 10, 12, -2],
  ['mse', 0, 0.5, 0.5],
] as const)
  test(`loss of ${metric}: ${expected > 0 ? 'worse' : 'better'} is ${expected}`, () =>
    assert.is(qualityLoss(metric, teacher, student), expected));

for (const [name, code, run] of [
  ['top1 without labels', 'QUALITY_LABELS', () => quality('top1', { outputs: [four] })],
  [
    'labels of another count',
    'QUALITY_LABELS',
    () => quality('top1', { outputs: [four], labels: new Int32Array(3) }),
  ],
  [
    'top1 of maps',
    'QUALITY_LABELS',
    () => quality('top1', { outputs: [output([2, 1, 2], [1, 2, 3, 4])], labels: new Int32Array(1) }),
  ],
  ['agreement without a teacher', 'QUALITY_TEACHER', () => quality('agreement', { outputs: [four] })],
  [
    'a teacher of another size',
    'QUALITY_TEACHER',
    () => quality('mse', { outputs: [four], teacher: [output([1], [1])] }),
  ],
] as const)
  test(`${name} is ${code}`, () => {
    try {
      run();
    } catch (error) {
      return assert.is((error as BespokeError).code, code);
    }
    assert.unreachable();
  });

const directory = mkdtempSync(join(tmpdir(), 'bespoke-quality-'));
test.after(() => rmSync(directory, { recursive: true, force: true }));
const moduleOf = (name: string, text: string): { metric: 'module'; path: string } => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return { metric: 'module', path };
};

test('a built-in metric opens', async () => {
  const opened = await openQuality({ metric: 'top1' });
  assert.is(await opened.of({ outputs: [four], labels: Int32Array.of(0, 1, 1, 0) }), 0.75);
  assert.is(opened.loss(0.9, 0.8) > 0, true);
});
test("a user's module in TypeScript gets outputs, labels and teacher", async () => {
  const text = `interface E { outputs: { data: Float32Array }[]; labels: Int32Array; teacher: unknown[] }
    export default ({ outputs, labels, teacher }: E): number => outputs[0].data.length + labels[1] + teacher.length;`;
  const opened = await openQuality(moduleOf('judge.ts', text));
  assert.is(await opened.of({ outputs: [four], labels: Int32Array.of(0, 10), teacher: [four] }), 19);
  assert.is(opened.loss(1, 0.5), 0.5);
});
test('a module may answer later', async () => {
  const opened = await openQuality(moduleOf('later.mjs', 'export default async () => 0.5;'));
  assert.is(await opened.of({ outputs: [four] }), 0.5);
});
for (const [name, text] of [
  ['exports no function', 'export default 3;'],
  ['throws', 'export default () => { throw new Error("no"); };'],
  ['gives NaN', 'export default () => NaN;'],
  ['gives nothing', 'export default () => {};'],
] as const)
  test(`a module that ${name} is QUALITY_MODULE`, async () => {
    const error = await openQuality(moduleOf(`${name.replaceAll(' ', '-')}.mjs`, text))
      .then((opened) => opened.of({ outputs: [four] }))
      .then(
        () => undefined,
        (reason: BespokeError) => reason,
      );
    assert.is(error?.code, 'QUALITY_MODULE');
  });

test.run();
