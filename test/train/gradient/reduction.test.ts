import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { int64 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

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

for (const opType of [
  'ReduceL1',
  'ReduceL2',
  'ReduceSumSquare',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceProd',
  'ReduceMax',
  'ReduceMin',
]) {
  const x = variable([2, 3, 4], opType === 'ReduceLogSum' ? 0.2 : -2, 2);
  for (const keepdims of [0, 1])
    for (const axes of [[1], [0, -1], undefined])
      test(`${opType} over ${axes ?? 'all'}, keepdims ${keepdims}`, async () => {
        const inputs = axes === undefined ? [x] : [x, axes];
        await checkGradient(nodeCase(opType, inputs, { keepdims: int(keepdims) }));
      });
}

test('ReduceProd with zeros', async () => {
  for (const zeros of [[0], [0, 1], [0, 1, 6]]) {
    const given = nodeCase('ReduceProd', [variable([2, 3, 2], 0.5, 2), [1]]);
    for (const at of zeros) given.variables.get('a')!.data[at] = 0;
    await checkGradient(given);
  }
});

test('ReduceL2 and ReduceMax of equals', async () => {
  const zeros = nodeCase('ReduceL2', [variable([2, 3], 0, 0), [1]]);
  const { gradients } = await runGradient(zeros, ['y0']);
  assert.equal([...gradients.get('a')!.data], [0, 0, 0, 0, 0, 0]);
  const equals = nodeCase('ReduceMax', [variable([1, 4], 1, 1), [1]]);
  const run = await runGradient(equals, ['y0']);
  const [weight] = run.weights.get('y0')!.data;
  assert.equal([...run.gradients.get('a')!.data].map(Math.fround), Array(4).fill(Math.fround(weight / 4)));
});

for (const [name, dims, groups] of [
  ['images', [2, 4, 3, 3], 4],
  ['signals', [3, 2, 5], 2],
] as const)
  test(`InstanceNormalization of ${name}`, async () => {
    const inputs = [variable(dims, -1, 3), variable([groups], 0.5, 2), variable([groups])];
    await checkGradient(nodeCase('InstanceNormalization', inputs, { epsilon: float(1e-3) }));
  });

test('GroupNormalization with a scale for each channel', async () => {
  const inputs = [variable([2, 6, 3, 2], -1, 3), variable([6], 0.5, 2), variable([6])];
  await checkGradient(nodeCase('GroupNormalization', inputs, { num_groups: int(3) }), { opset: 21 });
});

test('GroupNormalization with a scale for each group, as before opset 21', async () => {
  const inputs = [variable([2, 6, 3, 2], -1, 3), variable([3], 0.5, 2), variable([3])];
  await checkGradient(nodeCase('GroupNormalization', inputs, { num_groups: int(3) }));
});

test('MeanVarianceNormalization', async () => {
  await checkGradient(nodeCase('MeanVarianceNormalization', [variable([2, 3, 3, 2], -1, 3)]));
  await checkGradient(
    nodeCase('MeanVarianceNormalization', [variable([2, 3, 3, 2], -1, 3)], { axes: ints([2, -1]) }),
  );
});

for (const p of [1, 2])
  for (const axis of [-1, 1])
    test(`LpNormalization, p ${p}, along ${axis}`, async () => {
      const attributes = { p: int(p), axis: int(axis) };
      await checkGradient(nodeCase('LpNormalization', [variable([2, 3, 4], -2, 2)], attributes));
    });

// ONNX Runtime takes odd numbers alone.
for (const size of [1, 3, 5])
  test(`LRN over ${size} channels`, async () => {
    const attributes = { size: int(size), alpha: float(0.5), beta: float(0.6), bias: float(1.5) };
    await checkGradient(nodeCase('LRN', [variable([2, 4, 2, 3], -2, 2)], attributes));
  });

for (const exclusive of [0, 1])
  for (const reverse of [0, 1])
    test(`CumSum, exclusive ${exclusive}, reverse ${reverse}`, async () => {
      const attributes = { exclusive: int(exclusive), reverse: int(reverse) };
      await checkGradient(nodeCase('CumSum', [variable([2, 4, 3]), int64([1], [])], attributes));
    });

for (const [largest, axis] of [
  [1, -1],
  [0, 1],
] as const)
  test(`TopK, largest ${largest}, along ${axis}`, async () => {
    const attributes = { largest: int(largest), axis: int(axis) };
    const given = nodeCase('TopK', [variable([2, 4, 5]), [2]], attributes, { outputs: 2 });
    await checkGradient(given, { weighted: ['y0'] });
  });

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
