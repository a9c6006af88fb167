import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { ruleOf } from '../../../src/train/gradient/registry.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { nodeCase, variable } from '../../support/gradient/gradient-case.js';

const { int, float, string } = attribute;

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

const einsums: readonly (readonly [string, ...(readonly number[])[]])[] = [
  ['bqd,bkd->bqk', [2, 3, 4], [2, 5, 4]],
  ['bhqk,bhkd->bqhd', [2, 2, 3, 4], [2, 2, 4, 3]],
  ['ij,jk', [2, 3], [3, 4]],
  ['ba,cb', [2, 3], [4, 2]],
  ['i,j->ij', [3], [4]],
  ['ij->i', [3, 4]],
  ['ij->ji', [3, 4]],
  ['ij,ij->', [3, 4], [3, 4]],
  ['ij,k->i', [3, 4], [2]],
  ['...ij,...jk->...ik', [2, 3, 2, 4], [2, 3, 4, 2]],
  ['...ij,jk->...ik', [2, 3, 4], [4, 2]],
  ['... i j, ... j', [2, 3, 4], [2, 4]],
  ['a,ab,abc->abc', [2], [2, 3], [2, 3, 4]],
];
for (const [equation, ...operands] of einsums)
  test(`Einsum ${equation}`, async () => {
    const attributes = { equation: string(equation) };
    await checkGradient(
      nodeCase(
        'Einsum',
        operands.map((dims) => variable(dims)),
        attributes,
      ),
    );
  });

test('a diagonal of Einsum has no gradient rule, and the refusal says so', () => {
  const node = {
    opType: 'Einsum',
    domain: '',
    inputs: ['a'],
    outputs: ['y'],
    attributes: { equation: string('ii->i') },
  };
  assert.match(
    ruleOf(node)?.refusal?.(
      node,
      () => undefined,
      () => 2,
    ) ?? '',
    /'ii->i' takes a diagonal/,
  );
});

test.run();
