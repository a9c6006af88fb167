import { test } from 'uvu';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { int, ints, float } = attribute;

for (const opType of ['ReduceSum', 'ReduceMean']) {
  for (const keepdims of [0, 1]) {
    for (const axes of [[1], [0, 2], [-1, 1], [0, 1, 2]]) {
      test(`${opType} over [${axes}], keepdims ${keepdims}`, async () => {
        const attributes = { keepdims: int(keepdims) };
        await checkGradient(nodeCase(opType, [variable([2, 3, 4]), axes], attributes));
      });
    }
    test(`${opType} over all axes, keepdims ${keepdims}`, async () => {
      await checkGradient(nodeCase(opType, [variable([2, 3])], { keepdims: int(keepdims) }));
    });
  }
  test(`${opType} over no axes`, async () => {
    const attributes = { noop_with_empty_axes: int(1) };
    await checkGradient(nodeCase(opType, [variable([2, 3])], attributes));
  });
}

test('ReduceMean with axes as an attribute, as before opset 18', async () => {
  await checkGradient(nodeCase('ReduceMean', [variable([2, 3, 4])], { axes: ints([1, -1]) }));
});

for (const opType of ['Softmax', 'LogSoftmax']) {
  for (const axis of [0, 1, 2, -1, -2]) {
    test(`${opType} along ${axis}`, async () => {
      await checkGradient(nodeCase(opType, [variable([2, 3, 4], -2, 2)], { axis: int(axis) }));
    });
  }
  test(`${opType} without axis`, async () => {
    await checkGradient(nodeCase(opType, [variable([3, 5], -2, 2)]));
  });
}

for (const axis of [-1, -2, 1]) {
  for (const shift of [true, false]) {
    test(`LayerNormalization from axis ${axis}, ${shift ? 'with' : 'without'} shift`, async () => {
      const tail = [2, 3, 4].slice(axis);
      const inputs = [variable([2, 3, 4], -1, 3), variable(tail, 0.5, 2), ...(shift ? [variable(tail)] : [])];
      await checkGradient(nodeCase('LayerNormalization', inputs, { axis: int(axis), epsilon: float(1e-3) }));
    });
  }
}

test('LayerNormalization without attributes', async () => {
  await checkGradient(nodeCase('LayerNormalization', [variable([3, 6]), variable([6]), variable([6])]));
});

test.run();
