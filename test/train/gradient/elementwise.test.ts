import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, type Tensor } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { type CaseInput, nodeCase, variable } from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

const scalar = (value: number): Tensor => float32(Float32Array.of(value), []);
const bool = (dims: readonly number[], values: readonly number[]): Tensor => ({
  dtype: 'bool',
  dims,
  data: Uint8Array.from(values),
});
const wide = variable([2, 3, 5], -4, 4);
const positive = variable([3, 7], 0.3, 3);
const { float, string, int } = attribute;

type Case = readonly [string, string, readonly CaseInput[], Parameters<typeof nodeCase>[2]?];
const unary: readonly Case[] = [
  ['Relu', 'Relu', [wide]],
  ['LeakyRelu', 'LeakyRelu', [wide]],
  ['LeakyRelu with alpha', 'LeakyRelu', [wide], { alpha: float(0.3) }],
  ['Elu', 'Elu', [wide], { alpha: float(0.7) }],
  ['Celu', 'Celu', [wide], { alpha: float(0.7) }],
  ['Celu as it is by default', 'Celu', [wide]],
  ['Selu', 'Selu', [wide]],
  ['Selu with constants of its own', 'Selu', [wide], { alpha: float(1.2), gamma: float(0.8) }],
  ['Mish', 'Mish', [wide]],
  ['Softsign', 'Softsign', [wide]],
  ...(['Sin', 'Cos', 'Atan', 'Sinh', 'Cosh', 'Asinh'] as const).map((name): Case => [name, name, [wide]]),
  ...(['Tan', 'Asin', 'Acos', 'Atanh'] as const).map(
    (name): Case => [name, name, [variable([2, 3, 5], -0.8, 0.8)]],
  ),
  ['Acosh', 'Acosh', [variable([2, 7], 1.3, 4)]],
  ['Shrink', 'Shrink', [wide]],
  ['Shrink with a bias', 'Shrink', [wide], { lambd: float(1.2), bias: float(0.4) }],
  ['ThresholdedRelu', 'ThresholdedRelu', [wide], { alpha: float(0.6) }],
  ['Sigmoid', 'Sigmoid', [wide]],
  ['HardSigmoid', 'HardSigmoid', [wide]],
  ['HardSigmoid as in MobileNetV3', 'HardSigmoid', [wide], { alpha: float(1 / 6), beta: float(0.5) }],
  ['HardSwish', 'HardSwish', [wide]],
  ['Tanh', 'Tanh', [wide]],
  ['Erf', 'Erf', [wide]],
  ['Gelu', 'Gelu', [wide]],
  ['Gelu with tanh', 'Gelu', [wide], { approximate: string('tanh') }],
  ['Exp', 'Exp', [wide]],
  ['Log', 'Log', [positive]],
  ['Sqrt', 'Sqrt', [positive]],
  ['Reciprocal', 'Reciprocal', [positive]],
  ['Neg', 'Neg', [wide]],
  ['Abs', 'Abs', [wide]],
  ['Softplus', 'Softplus', [wide]],
  ['Identity', 'Identity', [wide]],
  ['Cast', 'Cast', [wide], { to: int(1) }],
  ['Clip with both limits', 'Clip', [wide, scalar(-1), scalar(2)]],
  ['Clip with a lower limit', 'Clip', [wide, scalar(0)]],
  ['Clip with an upper limit', 'Clip', [wide, undefined, scalar(1)]],
  ['Clip without limits', 'Clip', [wide]],
  ['Pow by a constant 2', 'Pow', [wide, scalar(2)]],
  ['Pow by a constant 3', 'Pow', [wide, scalar(3)]],
  ['Pow by a constant 0.5', 'Pow', [positive, scalar(0.5)]],
  ['Pow by an int64 constant', 'Pow', [positive, [3]]],
  ['Pow by a variable', 'Pow', [positive, variable([3, 1], -1, 2)]],
  ['PRelu, slope per channel', 'PRelu', [wide, variable([3, 1])]],
  ['PRelu, one slope', 'PRelu', [wide, variable([1])]],
  ['Where', 'Where', [bool([2, 1], [1, 0]), variable([2, 4]), variable([4])]],
];

for (const [name, opType, inputs, attributes] of unary) {
  for (const seed of [1, 2]) {
    test(`${name}, values ${seed}`, async () => {
      await checkGradient(nodeCase(opType, inputs, attributes, { seed }));
    });
  }
}

const shapes: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['the same shape', [2, 3, 4], [2, 3, 4]],
  ['a vector on the right', [2, 3, 4], [4]],
  ['a vector on the left', [4], [2, 3, 4]],
  ['a scalar', [2, 3], []],
  ['one element of rank 3', [2], [1, 1, 1]],
  ['channels', [2, 3, 2, 2], [3, 1, 1]],
  ['both sides stretched', [2, 1, 4], [3, 1]],
  ['a kept axis of size 1', [2, 1], [1, 1]],
];

for (const opType of ['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Sum']) {
  for (const [name, left, right] of shapes) {
    test(`${opType}, ${name}`, async () => {
      await checkGradient(nodeCase(opType, [variable(left), variable(right, 0.4, 2)]));
    });
  }
}

test('Max of three', async () => {
  await checkGradient(nodeCase('Max', [variable([3, 4]), variable([4]), variable([3, 1])]));
});

test('Sum of three and of one', async () => {
  await checkGradient(nodeCase('Sum', [variable([3, 4]), variable([4]), variable([3, 1])]));
  await checkGradient(nodeCase('Sum', [variable([3, 4])]));
});

for (const opType of ['Max', 'Min']) {
  test(`${opType} gives the gradient of equal elements to the first of them`, async () => {
    const same = variable([2, 3], 1, 1);
    const { gradients, weights } = await runGradient(nodeCase(opType, [same, same, same]), ['y0']);
    assert.equal(gradients.get('a')!.data, weights.get('y0')!.data);
    for (const name of ['b', 'c']) assert.equal([...gradients.get(name)!.data], [0, 0, 0, 0, 0, 0]);
  });
}

test('the gradient at the limits of Clip passes, that of Relu at zero does not', async () => {
  const at = (opType: string, value: number, limits: readonly Tensor[]) =>
    runGradient(nodeCase(opType, [variable([1], value, value), ...limits]), ['y0']);
  const clipped = await at('Clip', 2, [scalar(-1), scalar(2)]);
  assert.equal(clipped.gradients.get('a')!.data, clipped.weights.get('y0')!.data);
  assert.is((await at('Relu', 0, [])).gradients.get('a')!.data[0], 0);
});

test.run();
