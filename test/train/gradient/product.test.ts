import { test } from 'uvu';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { int, float } = attribute;

for (const transA of [0, 1]) {
  for (const transB of [0, 1]) {
    for (const c of [undefined, [2, 4], [4], [2, 1], [1], []]) {
      test(`Gemm, transA ${transA}, transB ${transB}, C ${c ? `[${c}]` : 'left out'}`, async () => {
        const inputs = [
          variable(transA ? [3, 2] : [2, 3]),
          variable(transB ? [4, 3] : [3, 4]),
          ...(c ? [variable(c)] : []),
        ];
        const attributes = { transA: int(transA), transB: int(transB), alpha: float(0.7), beta: float(1.3) };
        await checkGradient(nodeCase('Gemm', inputs, attributes));
      });
    }
  }
}

test('Gemm without attributes', async () => {
  await checkGradient(nodeCase('Gemm', [variable([2, 3]), variable([3, 4]), variable([4])]));
});

const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [3, 4],
  ],
  [
    [5, 2, 3],
    [5, 3, 4],
  ],
  [
    [5, 2, 3],
    [3, 4],
  ],
  [
    [2, 3],
    [5, 3, 4],
  ],
  [
    [5, 1, 2, 3],
    [2, 3, 4],
  ],
  [
    [1, 2, 3],
    [5, 3, 4],
  ],
  [
    [2, 2, 2, 3],
    [3, 4],
  ],
  [[3], [3]],
  [[3], [3, 4]],
  [[2, 3], [3]],
  [[3], [5, 3, 4]],
  [[5, 2, 3], [3]],
];
for (const [left, right] of shapes) {
  test(`MatMul [${left}] x [${right}]`, async () => {
    await checkGradient(nodeCase('MatMul', [variable(left), variable(right)]));
  });
}

test.run();
