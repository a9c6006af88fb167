import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { batchPlaces, isBatchFirst } from '../../src/onnx/batch-place.js';
import type { Attribute, Graph, GraphNode } from '../../src/onnx/graph.js';
import { int64 } from '../../src/onnx/tensor.js';

const ints = (...value: number[]): Attribute => ({ type: 'ints', value });
const int = (value: number): Attribute => ({ type: 'int', value });

interface Step {
  readonly opType: string;
  readonly dims: readonly number[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** A constant second input. */
  readonly weight?: readonly number[];
}

/** A chain from an input of these shapes; tells where its last tensor holds the batch. */
function placeBehind(input: readonly number[], steps: readonly Step[]) {
  const shapes = [input, ...steps.map(({ dims }) => dims)];
  const nodes = steps.map(
    ({ opType, attributes = {}, weight }, index): GraphNode => ({
      opType,
      domain: '',
      inputs: weight === undefined ? [`t${index}`] : [`t${index}`, `w${index}`],
      outputs: [`t${index + 1}`],
      attributes,
    }),
  );
  const graph: Graph = {
    name: 'chain',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 't0', dtype: 'float32', dims: input }],
    outputs: [{ name: `t${steps.length}`, dtype: 'float32', dims: shapes.at(-1)! }],
    nodes,
    initializers: new Map(
      steps.flatMap(({ weight }, index) => (weight === undefined ? [] : [[`w${index}`, int64(weight)]])),
    ),
    values: new Map(shapes.map((dims, index) => [`t${index}`, { dtype: 'float32', dims }])),
  };
  return batchPlaces(graph).get(`t${steps.length}`)!;
}

const transpose = (dims: readonly number[], ...perm: number[]): Step => ({
  opType: 'Transpose',
  dims,
  attributes: { perm: ints(...perm) },
});
const reshape = (...dims: number[]): Step => ({ opType: 'Reshape', dims, weight: dims });

const cases: readonly [string, readonly number[], readonly Step[], { axis: number; outer: number }][] = [
  ['a convolution keeps it', [1, 3, 8, 8], [{ opType: 'Conv', dims: [1, 4, 8, 8] }], { axis: 0, outer: 1 }],
  ['Transpose moves it', [1, 5, 8], [transpose([5, 1, 8], 1, 0, 2)], { axis: 1, outer: 5 }],
  [
    'Transpose there and back',
    [1, 5, 8],
    [transpose([5, 1, 8], 1, 0, 2), transpose([1, 5, 8], 1, 0, 2)],
    { axis: 0, outer: 1 },
  ],
  ['rows of all samples', [1, 5, 8], [reshape(5, 8)], { axis: 0, outer: 1 }],
  ['merged with heads', [1, 2, 5, 4], [reshape(2, 5, 4)], { axis: 0, outer: 1 }],
  [
    'queries, keys and values in front',
    [1, 5, 24],
    [reshape(1, 5, 3, 2, 4), transpose([3, 1, 2, 5, 4], 2, 0, 3, 1, 4)],
    { axis: 1, outer: 3 },
  ],
  [
    'one of them taken',
    [1, 5, 24],
    [
      reshape(1, 5, 3, 2, 4),
      transpose([3, 1, 2, 5, 4], 2, 0, 3, 1, 4),
      { opType: 'Gather', dims: [1, 2, 5, 4], attributes: { axis: int(0) } },
    ],
    { axis: 0, outer: 1 },
  ],
  [
    'behind positions in one axis',
    [1, 5, 8],
    [transpose([5, 1, 8], 1, 0, 2), reshape(5, 8)],
    { axis: 0, outer: 5 },
  ],
  [
    'and out of it again',
    [1, 5, 8],
    [transpose([5, 1, 8], 1, 0, 2), reshape(5, 8), { opType: 'Relu', dims: [5, 8] }, reshape(5, 1, 8)],
    { axis: 1, outer: 5 },
  ],
  [
    'an axis in front goes',
    [1, 5, 8],
    [
      transpose([5, 1, 8], 1, 0, 2),
      { opType: 'ReduceMean', dims: [1, 8], weight: [0], attributes: { keepdims: int(0) } },
    ],
    { axis: 0, outer: 1 },
  ],
  [
    'a slice of the axis in front',
    [1, 5, 8],
    [transpose([5, 1, 8], 1, 0, 2), { opType: 'Slice', dims: [2, 1, 8] }],
    { axis: 1, outer: 2 },
  ],
  [
    'pixels as tokens',
    [1, 8, 3, 3],
    [reshape(1, 8, 9), transpose([1, 9, 8], 0, 2, 1)],
    { axis: 0, outer: 1 },
  ],
];

for (const [name, input, steps, expected] of cases) {
  test(`the batch: ${name}`, () => {
    const place = placeBehind(input, steps);
    assert.equal(place, expected);
    assert.is(isBatchFirst(place), expected.axis === 0 && expected.outer === 1);
  });
}

test.run();
