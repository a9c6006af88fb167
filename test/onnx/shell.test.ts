import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Attribute, Graph, GraphNode, ValueType } from '../../src/onnx/graph.js';
import { inShell, scoresIn, unshelled } from '../../src/onnx/shell.js';
import { float32, int64, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';

const test = suite('the shell of a model');

const int = (value: number): Attribute => ({ type: 'int', value });
const ints = (...value: number[]): Attribute => ({ type: 'ints', value });
type Step = readonly [string, string, string, ValueType, Record<string, Attribute>?];
const of = (dtype: ValueType['dtype'], ...dims: number[]): ValueType => ({ dtype, dims });

/** A graph of [operator, inputs, outputs, type of the outputs, attributes]. */
function graphOf(
  input: ValueType,
  steps: readonly Step[],
  outputs: string,
  weights: Record<string, Tensor> = {},
): Graph {
  const values = new Map<string, ValueType>([['x', input]]);
  const nodes = steps.map(([opType, inputs, made, type, attributes = {}]): GraphNode => {
    for (const name of made.split(' ')) values.set(name, type);
    return { opType, domain: '', inputs: inputs.split(' '), outputs: made.split(' '), attributes };
  });
  if (values.has('indices')) values.set('indices', of('int64', ...values.get('indices')!.dims));
  return {
    name: 'model',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...input }],
    outputs: outputs.split(' ').map((name) => ({ name, ...values.get(name)! })),
    nodes,
    initializers: new Map(Object.entries(weights)),
    values,
  };
}

const floats = (...values: number[]) => float32(Float32Array.from(values), [values.length]);
const matrix = float32(Float32Array.of(1, -2, 3, 0.5, 2, -1, -1, 1, 2, 0, 1, 4), [4, 3]);
const scores: Step = ['MatMul', 'x matrix', 'scores', of('float32', 1, 3)];
const four = of('float32', 1, 4);

interface Case {
  readonly graph: Graph;
  readonly core: readonly string[];
  readonly ends: readonly string[];
  readonly keepsSoftmax?: boolean;
}

const cases: Record<string, Case> = {
  'ArgMax at the end': {
    graph: graphOf(four, [scores, ['ArgMax', 'scores', 'y', of('int64', 1, 1), { axis: int(1) }]], 'y', {
      matrix,
    }),
    core: ['MatMul'],
    ends: ['x', 'scores'],
  },
  'TopK, values and indices': {
    graph: graphOf(
      four,
      [scores, ['TopK', 'scores k', 'best indices', of('float32', 1, 2)]],
      'indices best',
      { matrix, k: int64([2]) },
    ),
    core: ['MatMul'],
    ends: ['x', 'scores'],
  },
  'a decision and what is computed from it, beside an output that is not': {
    graph: graphOf(
      four,
      [
        scores,
        ['ArgMax', 'scores', 'class', of('int64', 1, 1), { axis: int(1) }],
        ['Cast', 'class', 'number', of('float32', 1, 1), { to: int(1) }],
        ['Mul', 'number two', 'twice', of('float32', 1, 1)],
        ['Relu', 'scores', 'map', of('float32', 1, 3)],
      ],
      'map twice class',
      { matrix, two: floats(2) },
    ),
    core: ['MatMul', 'Relu'],
    ends: ['x', 'map', 'scores'],
  },
  'a Softmax of class scores': {
    graph: graphOf(four, [scores, ['Softmax', 'scores', 'y', of('float32', 1, 3), { axis: int(-1) }]], 'y', {
      matrix,
    }),
    core: ['MatMul'],
    ends: ['x', 'scores'],
  },
  'a Softmax of class scores at each position of a line': {
    graph: graphOf(
      of('float32', 1, 2, 4),
      [
        ['MatMul', 'x matrix', 'scores', of('float32', 1, 2, 3)],
        ['Softmax', 'scores', 'y', of('float32', 1, 2, 3), { axis: int(2) }],
      ],
      'y',
      { matrix },
    ),
    core: ['MatMul'],
    ends: ['x', 'scores'],
  },
  'a LogSoftmax of class scores at each pixel': {
    graph: graphOf(
      of('float32', 1, 3, 2, 2),
      [
        ['Relu', 'x', 'scores', of('float32', 1, 3, 2, 2)],
        ['LogSoftmax', 'scores', 'y', of('float32', 1, 3, 2, 2), { axis: int(-3) }],
      ],
      'y',
    ),
    core: ['Relu'],
    ends: ['x', 'scores'],
  },
  'a Softmax that is to stay': {
    graph: graphOf(four, [scores, ['Softmax', 'scores', 'y', of('float32', 1, 3), { axis: int(-1) }]], 'y', {
      matrix,
    }),
    core: ['MatMul', 'Softmax'],
    ends: ['x', 'y'],
    keepsSoftmax: true,
  },
  'bytes that are turned and cast': {
    graph: graphOf(
      of('uint8', 1, 2, 2, 1),
      [
        ['Transpose', 'x', 'turned', of('uint8', 1, 1, 2, 2), { perm: ints(0, 3, 1, 2) }],
        ['Cast', 'turned', 'float', of('float32', 1, 1, 2, 2), { to: int(1) }],
        ['Div', 'float range', 'scaled', of('float32', 1, 1, 2, 2)],
        ['Flatten', 'scaled', 'row', four, { axis: int(1) }],
        ['MatMul', 'row matrix', 'scores', of('float32', 1, 3)],
      ],
      'scores',
      { matrix, range: floats(255) },
    ),
    core: ['Transpose', 'Div', 'Flatten', 'MatMul'],
    ends: ['x.float', 'scores'],
  },
};

const typesOf = ({ nodes }: Graph): string[] => nodes.map(({ opType }) => opType);

async function run(graph: Graph): Promise<Record<string, number[]>> {
  const session = await cpuEngine.open(writeGraph(graph), { threads: 1 });
  const [{ dtype, dims }] = graph.inputs;
  const size = sizeOf(dims);
  const data =
    dtype === 'uint8'
      ? Uint8Array.from({ length: size }, (_, at) => [9, 200, 31, 64][at % 4]!)
      : Float32Array.from({ length: size }, (_, at) => [0.3, -1, 2, 0.7][at % 4]! + at);
  const results = await session.run({ x: { dtype, dims, data } as Tensor });
  await session.close();
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [
      name,
      Array.from(tensor.data as ArrayLike<number>, Number),
    ]),
  );
}

for (const [name, { graph, core: expected, ends, keepsSoftmax = false }] of Object.entries(cases)) {
  test(`${name}: the core is from float32 to float32, and in its shell it is the model`, async () => {
    const { core, shell } = unshelled(graph, { keepsSoftmax });
    assert.equal(typesOf(core), expected);
    assert.equal(
      [...core.inputs, ...core.outputs].map((info) => info.name),
      ends,
    );
    assert.ok([...core.inputs, ...core.outputs].every(({ dtype }) => dtype === 'float32'));
    assert.is(shell === undefined, keepsSoftmax);
    const whole = inShell(core, shell);
    assert.equal([whole.inputs, whole.outputs], [graph.inputs, graph.outputs]);
    assert.equal(await run(whole), await run(graph));
  });
}

test('a student whose tensors have the names of the shell gives way', async () => {
  const { graph } = cases['ArgMax at the end']!;
  const { shell } = unshelled(graph);
  const student = graphOf(
    four,
    [
      ['MatMul', 'x k', 'x.core', of('float32', 1, 3)],
      ['Neg', 'x.core', 'y', of('float32', 1, 3)],
      ['Neg', 'y', 'logits', of('float32', 1, 3)],
    ],
    'logits',
    { k: matrix },
  );
  assert.equal(await run(inShell(student, shell)), await run(graph));
});

test('a model that computes with its integers stays whole', () => {
  const graph = graphOf(
    of('uint8', 1, 4),
    [
      ['BitShift', 'x one', 'half', of('uint8', 1, 4), { direction: { type: 'string', value: 'RIGHT' } }],
      ['Cast', 'half', 'y', four, { to: int(1) }],
    ],
    'y',
    { one: { dtype: 'uint8', dims: [1], data: Uint8Array.of(1) } },
  );
  assert.is(unshelled(graph).shell, undefined);
});

test('what the shell makes probabilities of are scores; a Softmax over positions is none of them', () => {
  const line = (axis: number): Graph =>
    graphOf(
      of('float32', 1, 2, 4),
      [
        ['MatMul', 'x matrix', 'scores', of('float32', 1, 2, 3)],
        ['Softmax', 'scores', 'y', of('float32', 1, 2, 3), { axis: int(axis) }],
      ],
      'y',
      { matrix },
    );
  assert.equal([...scoresIn(unshelled(line(-1)).shell!)], ['scores']);
  assert.is(unshelled(line(1)).shell, undefined);
  const [argMax] = Object.values(cases);
  assert.equal([...scoresIn(unshelled(argMax!.graph).shell!)], []);
});

test('a model of floats without a decision is its own core', () => {
  const graph = graphOf(four, [scores], 'scores', { matrix });
  assert.is(unshelled(graph).core, graph);
});

test.run();
