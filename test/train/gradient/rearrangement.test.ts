import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, int64 } from '../../../src/onnx/tensor.js';
import { attribute } from '../../../src/train/gradient/attribute.js';
import { checkGradient } from '../../support/gradient/check-gradient.js';
import { type CaseInput, nodeCase, variable } from '../../support/gradient/gradient-case.js';
import { runGradient } from '../../support/gradient/run-gradient.js';

const { int, ints, string } = attribute;
const LAST = 2 ** 31 - 1;
const FIRST = -(2 ** 31);

type Attributes = Parameters<typeof nodeCase>[2];
const cases: readonly (readonly [string, string, readonly CaseInput[], Attributes?])[] = [
  ['Reshape', 'Reshape', [variable([2, 6]), [3, -1]]],
  ['Reshape with a kept dim', 'Reshape', [variable([2, 6]), [0, 2, 3]]],
  ['Reshape to a scalar', 'Reshape', [variable([1, 1]), float32Shape([])]],
  ['Flatten', 'Flatten', [variable([2, 3, 4])]],
  ['Flatten at 0', 'Flatten', [variable([2, 3, 4])], { axis: int(0) }],
  ['Flatten at -1', 'Flatten', [variable([2, 3, 4])], { axis: int(-1) }],
  ['Squeeze', 'Squeeze', [variable([2, 1, 3, 1]), [1, -1]]],
  ['Squeeze without axes', 'Squeeze', [variable([2, 1, 3, 1])]],
  ['Unsqueeze', 'Unsqueeze', [variable([2, 3]), [0, -1]]],
  ['Transpose', 'Transpose', [variable([2, 3, 4, 5])], { perm: ints([2, 0, 3, 1]) }],
  ['Transpose without perm', 'Transpose', [variable([2, 3, 4])]],
  ['Expand', 'Expand', [variable([3, 1]), [2, 1, 4]]],
  ['Concat', 'Concat', [variable([2, 1, 3]), variable([2, 2, 3]), variable([2, 3, 3])], { axis: int(1) }],
  ['Concat, negative axis', 'Concat', [variable([2, 3]), variable([2, 1])], { axis: int(-1) }],
  ['Concat of one', 'Concat', [variable([2, 3])], { axis: int(0) }],
  ['Slice', 'Slice', [variable([4, 5]), [1, 0], [3, 4]]],
  ['Slice of some axes', 'Slice', [variable([4, 5, 3]), [1], [LAST], [-2]]],
  ['Slice with steps', 'Slice', [variable([7, 5]), [1, 0], [LAST, LAST], [0, 1], [2, 3]]],
  ['Slice with steps that miss the end', 'Slice', [variable([9]), [0], [8], [0], [3]]],
  ['Slice backwards', 'Slice', [variable([7, 5]), [-1, 3], [FIRST, 0], [0, 1], [-1, -2]]],
  ['Slice backwards from beyond the end', 'Slice', [variable([7, 2]), [LAST], [FIRST], [0], [-2]]],
  ['Slice from negative ends', 'Slice', [variable([6, 2]), [-4], [-1], [0], [1]]],
  ['Slice of one element', 'Slice', [variable([6, 2]), [4], [LAST], [0], [5]]],
  ['DepthToSpace', 'DepthToSpace', [variable([2, 8, 2, 3])], { blocksize: int(2) }],
  ['DepthToSpace, CRD', 'DepthToSpace', [variable([2, 8, 2, 3])], { blocksize: int(2), mode: string('CRD') }],
  ['SpaceToDepth', 'SpaceToDepth', [variable([2, 3, 4, 6])], { blocksize: int(2) }],
  ['Tile', 'Tile', [variable([2, 1, 3]), [1, 4, 2]]],
  ['Trilu', 'Trilu', [variable([2, 3, 4])]],
  ['Trilu, the lower one, moved', 'Trilu', [variable([4, 3]), int64([-1], [])], { upper: int(0) }],
  [
    'GatherElements, some more than once',
    'GatherElements',
    [variable([3, 4]), int64([0, 2, 2, 1, -1, 0, 0, 0], [2, 4])],
    { axis: int(0) },
  ],
  ['GatherND', 'GatherND', [variable([3, 4, 2]), int64([0, 1, 2, 3, 0, 1], [3, 2])]],
  ['GatherND of rows', 'GatherND', [variable([3, 4]), int64([2, 0, 2], [3, 1])]],
  [
    'ScatterElements',
    'ScatterElements',
    [variable([2, 4]), int64([1, 3, 0, 2], [2, 2]), variable([2, 2])],
    { axis: int(1) },
  ],
  [
    'ScatterElements that adds',
    'ScatterElements',
    [variable([2, 4]), int64([1, 1, 0, 2], [2, 2]), variable([2, 2])],
    { axis: int(1), reduction: string('add') },
  ],
  ['ScatterND', 'ScatterND', [variable([4, 3]), int64([2, 0], [2, 1]), variable([2, 3])]],
  [
    'ScatterND that adds',
    'ScatterND',
    [variable([4, 3]), int64([2, 2], [2, 1]), variable([2, 3])],
    { reduction: string('add') },
  ],
  ['Gather of one, whose axis goes', 'Gather', [variable([2, 3, 4]), int64([1], [])], { axis: int(1) }],
  ['Gather of some, twice', 'Gather', [variable([3, 2]), [-1, 0, 2]]],
  [
    'Gather of a matrix of indices',
    'Gather',
    [variable([2, 3, 2]), int64([2, 0, 2, 1], [2, 2])],
    { axis: int(-2) },
  ],
  ['Pad', 'Pad', [variable([2, 3]), [1, 0, 0, 2]]],
  ['Pad with a value', 'Pad', [variable([2, 3]), [1, 0, 0, 2], float32(Float32Array.of(3), [])]],
  ['Pad of some axes', 'Pad', [variable([2, 3, 4]), [1, 2], undefined, [-1]]],
  ['Pad that cuts', 'Pad', [variable([4, 5]), [-1, 2, 1, -2]]],
  ['Pad, reflect', 'Pad', [variable([2, 4, 5]), [0, 1, 2, 0, 3, 1]], { mode: string('reflect') }],
  ['Pad, edge', 'Pad', [variable([2, 3, 4]), [0, 1, 2, 1, 3, 0]], { mode: string('edge') }],
];

function float32Shape(values: readonly number[]): CaseInput {
  return { dtype: 'int64', dims: [values.length], data: BigInt64Array.from(values, BigInt) };
}

for (const [name, opType, inputs, attributes] of cases) {
  test(name, async () => {
    await checkGradient(nodeCase(opType, inputs, attributes));
  });
}

test('Split by sizes', async () => {
  const given = nodeCase('Split', [variable([2, 6]), [1, 2, 3]], { axis: int(1) }, { outputs: 3 });
  await checkGradient(given);
});

test('Split in equal parts', async () => {
  await checkGradient(nodeCase('Split', [variable([6, 2])], {}, { outputs: 3 }));
  await checkGradient(nodeCase('Split', [variable([2, 4])], { axis: int(-1) }, { outputs: 2 }));
});

test('Split of which only one part is used', async () => {
  const given = nodeCase('Split', [variable([2, 6]), [1, 2, 3]], { axis: int(1) }, { outputs: 3 });
  const { gradients, weights } = await runGradient(given, ['y1']);
  const [a, b, c, d] = weights.get('y1')!.data;
  assert.equal([...gradients.get('a')!.data], [0, a, b, 0, 0, 0, 0, c, d, 0, 0, 0]);
});

test.run();
