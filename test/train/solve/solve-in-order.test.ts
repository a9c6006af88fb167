import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph, GraphNode } from '../../../src/onnx/graph.js';
import { float32, int64, type Tensor } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { rngOf } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { solveSymmetric } from '../../../src/train/solve/cholesky.js';
import { linearLayer } from '../../../src/train/solve/linear-layer.js';
import { solveInOrder } from '../../../src/train/solve/solve-in-order.js';

const random = (dims: readonly number[], label: string): Tensor => {
  const rng = rngOf(7, label);
  const size = dims.reduce((a, b) => a * b, 1);
  return float32(
    Float32Array.from({ length: size }, () => rng.normal()),
    dims,
  );
};

interface LayerCase {
  readonly opType: string;
  readonly attributes?: GraphNode['attributes'];
  readonly input: readonly number[];
  readonly weight: readonly number[];
  readonly bias?: readonly number[];
  readonly output: readonly number[];
}

const ints = (...value: number[]) => ({ type: 'ints', value }) as const;
const int = (value: number) => ({ type: 'int', value }) as const;

function layerGraph(
  { opType, attributes = {}, input, weight, bias, output }: LayerCase,
  label: string,
): Graph {
  const initializers = new Map([['w', random(weight, `${label} w`)]]);
  if (bias) initializers.set('b', random(bias, `${label} b`));
  const types = { x: { dtype: 'float32', dims: input }, y: { dtype: 'float32', dims: output } } as const;
  return {
    name: 'layer',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...types.x }],
    outputs: [{ name: 'y', ...types.y }],
    nodes: [{ opType, domain: '', inputs: bias ? ['x', 'w', 'b'] : ['x', 'w'], outputs: ['y'], attributes }],
    initializers,
    values: new Map(Object.entries(types)),
  };
}

const cases: Record<string, LayerCase> = {
  'convolution 3x3 with padding and bias': {
    opType: 'Conv',
    attributes: { pads: ints(1, 1, 1, 1) },
    input: [1, 4, 6, 6],
    weight: [5, 4, 3, 3],
    bias: [5],
    output: [1, 5, 6, 6],
  },
  'convolution with stride, dilation and uneven pads': {
    opType: 'Conv',
    attributes: { pads: ints(0, 1, 2, 1), strides: ints(2, 1), dilations: ints(1, 2) },
    input: [1, 3, 7, 8],
    weight: [4, 3, 3, 3],
    bias: [4],
    output: [1, 4, 4, 6],
  },
  'pointwise convolution without bias': {
    opType: 'Conv',
    input: [1, 6, 4, 4],
    weight: [3, 6, 1, 1],
    output: [1, 3, 4, 4],
  },
  'depthwise convolution': {
    opType: 'Conv',
    attributes: { pads: ints(1, 1, 1, 1), group: int(4) },
    input: [1, 4, 6, 6],
    weight: [4, 1, 3, 3],
    bias: [4],
    output: [1, 4, 6, 6],
  },
  'grouped convolution': {
    opType: 'Conv',
    attributes: { group: int(2) },
    input: [1, 4, 6, 6],
    weight: [6, 2, 3, 3],
    bias: [6],
    output: [1, 6, 4, 4],
  },
  'Gemm with transB': {
    opType: 'Gemm',
    attributes: { transB: int(1) },
    input: [1, 7],
    weight: [5, 7],
    bias: [5],
    output: [1, 5],
  },
  'Gemm without transB': { opType: 'Gemm', input: [1, 7], weight: [7, 5], bias: [5], output: [1, 5] },
  'MatMul over tokens': { opType: 'MatMul', input: [1, 9, 7], weight: [7, 5], output: [1, 9, 5] },
};

const batch = 16;

async function outputs(graph: Graph, inputs: readonly Float32Array[]): Promise<Float32Array[]> {
  const session = await cpuEngine.open(writeGraph(graph, { batch }), { threads: 1 });
  const all: Float32Array[] = [];
  for (const values of inputs) {
    const dims = [batch, ...graph.inputs[0].dims.slice(1)];
    all.push((await session.run({ x: float32(values, dims) })).y.data as Float32Array);
  }
  await session.close();
  return all;
}

const inputsOf = (graph: Graph, count: number): Float32Array[] =>
  Array.from(
    { length: count },
    (_, i) => random([batch, ...graph.inputs[0].dims.slice(1)], `input ${i}`).data as Float32Array,
  );

const options = { engine: cpuEngine, batch, maxPositions: 1e9, maxColumns: 2000 };

const positions = { 'all positions': 1e9, 'positions on a grid': 500 };

for (const [name, layer, where] of Object.entries(cases).flatMap(([name, layer]) =>
  Object.keys(positions).map((where) => [name, layer, where as keyof typeof positions] as const),
)) {
  test(`the weights of another layer are found again: ${name}, ${where}`, async () => {
    const wanted = layerGraph(layer, 'wanted');
    const inputs = inputsOf(wanted, 8);
    const references = await outputs(wanted, inputs);
    const solved = await solveInOrder(
      layerGraph(layer, 'start'),
      [{ layer: 'y', at: 'y', reference: { member: 'm', tensor: 'y' } }],
      { ...options, maxPositions: positions[where], inputs, reference: (_, i) => references[i] },
    );
    for (const [key, tensor] of wanted.initializers) {
      const got = solved.initializers.get(key)!.data as Float32Array;
      const worst = Math.max(...got.map((value, i) => Math.abs(value - Number(tensor.data[i]))));
      assert.ok(worst < 5e-3, `${key} is off by ${worst}`);
    }
  });
}

test('a wide layer does not learn one small batch by heart', async () => {
  const dense: LayerCase = { opType: 'Gemm', input: [1, 14], weight: [14, 3], bias: [3], output: [1, 3] };
  const wanted = layerGraph(dense, 'wanted');
  const noisy = async (inputs: readonly Float32Array[], label: string): Promise<Float32Array[]> =>
    (await outputs(wanted, inputs)).map((values, i) => {
      const rng = rngOf(8, label, i);
      return values.map((value) => value + 2 * rng.normal());
    });
  const [few, others] = [inputsOf(wanted, 1), inputsOf(wanted, 20).slice(1)];
  const references = await noisy(few, 'few');
  const near = { ...wanted, initializers: new Map(wanted.initializers) };
  const { data, dims } = wanted.initializers.get('w')!;
  const nudge = rngOf(9, 'nudge');
  near.initializers.set(
    'w',
    float32(
      (data as Float32Array).map((w) => w + 0.1 * nudge.normal()),
      dims,
    ),
  );
  const solved = await solveInOrder(
    near,
    [{ layer: 'y', at: 'y', reference: { member: 'm', tensor: 'y' } }],
    {
      ...options,
      inputs: few,
      reference: (_, i) => references[i],
    },
  );
  const truth = await outputs(wanted, others);
  const error = async (graph: Graph): Promise<number> => {
    const got = await outputs(graph, others);
    return got.reduce((sum, values, b) => sum + values.reduce((s, v, i) => s + (v - truth[b][i]) ** 2, 0), 0);
  };
  const [before, after] = [await error(near), await error(solved)];
  // Sixteen samples for fifteen coefficients: fitted to all of them, the error is thousands of times what it was.
  assert.ok(after < 12 * before, `${after / before} times the error`);
});

/** x -> Conv c1 -> Relu r -> Conv c2 -> Add s (with x) */
function residual(label: string): Graph {
  const value = (channels: number) => ({ dtype: 'float32', dims: [1, channels, 5, 5] }) as const;
  const pads = { pads: ints(1, 1, 1, 1) };
  return {
    name: 'residual',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...value(4) }],
    outputs: [{ name: 'y', ...value(4) }],
    nodes: [
      { opType: 'Conv', domain: '', inputs: ['x', 'w1', 'b1'], outputs: ['c1'], attributes: pads },
      { opType: 'Relu', domain: '', inputs: ['c1'], outputs: ['r'], attributes: {} },
      { opType: 'Conv', domain: '', inputs: ['r', 'w2', 'b2'], outputs: ['c2'], attributes: pads },
      { opType: 'Add', domain: '', inputs: ['c2', 'x'], outputs: ['y'], attributes: {} },
    ],
    initializers: new Map([
      ['w1', random([6, 4, 3, 3], 'w1')],
      ['b1', random([6], 'b1')],
      ['w2', random([4, 6, 3, 3], `${label} w2`)],
      ['b2', random([4], `${label} b2`)],
    ]),
    values: new Map([
      ['x', value(4)],
      ['c1', value(6)],
      ['r', value(6)],
      ['c2', value(4)],
      ['y', value(4)],
    ]),
  };
}

test('a layer in front of an Add is fitted to the sum less the shortcut', async () => {
  const wanted = residual('wanted');
  const inputs = inputsOf(wanted, 8);
  const references = await outputs(wanted, inputs);
  const steps = [{ layer: 'c2', at: 'y', reference: { member: 'm', tensor: 'y' } }];
  const solved = await solveInOrder(residual('start'), steps, {
    ...options,
    inputs,
    reference: (_, i) => references[i],
  });
  const again = await outputs(solved, inputs);
  const worst = Math.max(...again[0].map((value, i) => Math.abs(value - references[0][i])));
  const scale = Math.max(...references[0].map(Math.abs));
  assert.ok(worst < 2e-3 * scale, `output is off by ${worst} of ${scale}`);
});

/** y = x + tokens of a Gemm on rows: what constant folding makes of a linear layer on tokens. */
function tokenLayer(label: string): Graph {
  const value = (...dims: number[]) => ({ dtype: 'float32', dims }) as const;
  const plain = { domain: '', attributes: {} };
  return {
    name: 'tokens',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...value(1, 5, 4) }],
    outputs: [{ name: 'y', ...value(1, 5, 4) }],
    nodes: [
      { ...plain, opType: 'Reshape', inputs: ['x', 'flat'], outputs: ['rows'] },
      { ...plain, opType: 'Gemm', inputs: ['rows', 'w', 'b'], outputs: ['g'] },
      { ...plain, opType: 'Reshape', inputs: ['g', 'back'], outputs: ['tokens'] },
      { ...plain, opType: 'Add', inputs: ['x', 'tokens'], outputs: ['y'] },
    ],
    initializers: new Map([
      ['flat', int64([-1, 4])],
      ['w', random([4, 4], `${label} w`)],
      ['b', random([4], `${label} b`)],
      ['back', int64([-1, 5, 4])],
    ]),
    values: new Map([
      ['x', value(1, 5, 4)],
      ['rows', value(5, 4)],
      ['g', value(5, 4)],
      ['tokens', value(1, 5, 4)],
      ['y', value(1, 5, 4)],
    ]),
  };
}

test('a layer on the rows of tokens is fitted to the sum behind the Reshape', async () => {
  const wanted = tokenLayer('wanted');
  const inputs = inputsOf(wanted, 8);
  const references = await outputs(wanted, inputs);
  const steps = [{ layer: 'g', at: 'y', reference: { member: 'm', tensor: 'y' } }];
  const solved = await solveInOrder(tokenLayer('start'), steps, {
    ...options,
    inputs,
    reference: (_, i) => references[i],
  });
  for (const name of ['w', 'b']) {
    const [expected, got] = [wanted, solved].map(
      (graph) => graph.initializers.get(name)!.data as Float32Array,
    );
    const worst = Math.max(...got!.map((value, i) => Math.abs(value - expected![i]!)));
    assert.ok(worst < 1e-2, `${name} is off by ${worst}`);
  }
});

test('chosen channels of the reference are what a narrower layer is fitted to', async () => {
  const wide = layerGraph(cases['convolution 3x3 with padding and bias'], 'wanted');
  const narrow = layerGraph(
    {
      ...cases['convolution 3x3 with padding and bias'],
      weight: [2, 4, 3, 3],
      bias: [2],
      output: [1, 2, 6, 6],
    },
    'start',
  );
  const inputs = inputsOf(wide, 8);
  const references = await outputs(wide, inputs);
  const steps = [{ layer: 'y', at: 'y', reference: { member: 'm', tensor: 'y' }, channels: [3, 1] }];
  const solved = await solveInOrder(narrow, steps, {
    ...options,
    inputs,
    reference: (_, i) => references[i],
  });
  const expected = (wide.initializers.get('w')!.data as Float32Array).subarray(3 * 36, 4 * 36);
  const found = solved.initializers.get('w')!.data as Float32Array;
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
  assert.ok(worst < 5e-3, `off by ${worst}`);
});

test('a layer that is right already keeps its outputs', async () => {
  const graph = residual('same');
  const inputs = inputsOf(graph, 4);
  const references = await outputs(graph, inputs);
  const steps = [{ layer: 'c2', at: 'y', reference: { member: 'm', tensor: 'y' } }];

  const solved = await solveInOrder(graph, steps, { ...options, inputs, reference: (_, i) => references[i] });
  const again = await outputs(solved, inputs);
  const worst = Math.max(...again[0].map((value, i) => Math.abs(value - references[0][i])));
  assert.ok(worst < 1e-3, `output moved by ${worst}`);
});

for (const opType of ['Conv', 'Gemm', 'MatMul'])
  test(`of a layer wider than maxColumns scale and shift are solved: ${opType}`, async () => {
    const layer = Object.values(cases).find((each) => each.opType === opType)!;
    const wanted = layerGraph(layer, 'wanted');
    const { initializers } = wanted;
    const weight = initializers.get('w')!;
    const channels = layer.output[opType === 'Conv' ? 1 : layer.output.length - 1];
    const rowsFirst = opType !== 'MatMul';
    const run = weight.data.length / channels;
    const data = Float32Array.from(weight.data as Float32Array, (value, i) => {
      const channel = rowsFirst ? Math.floor(i / run) : i % channels;
      return value / (1 + channel / 4);
    });
    const bias = initializers.get('b');
    const changed = new Map<string, Tensor>([...initializers, ['w', { ...weight, data }]]);
    if (bias !== undefined)
      changed.set('b', float32(new Float32Array(bias.data.length).fill(0.5), bias.dims));
    const inputs = inputsOf(wanted, 8);
    const references = await outputs(wanted, inputs);
    const solved = await solveInOrder(
      { ...wanted, initializers: changed },
      [{ layer: 'y', at: 'y', reference: { member: 'm', tensor: 'y' } }],
      { ...options, maxColumns: 3, inputs, reference: (_, i) => references[i] },
    );
    for (const [key, tensor] of initializers) {
      const got = solved.initializers.get(key)!.data as Float32Array;
      const worst = Math.max(...got.map((value, i) => Math.abs(value - Number(tensor.data[i]))));
      assert.ok(worst < 2e-2, `${key} is off by ${worst}`);
    }
  });

test('a layer wider than maxColumns that is right is left alone', async () => {
  const graph = layerGraph(cases['pointwise convolution without bias'], 'start');
  const inputs = inputsOf(graph, 4);
  const references = await outputs(graph, inputs);
  const steps = [{ layer: 'y', at: 'y', reference: { member: 'm', tensor: 'y' } }];
  const solved = await solveInOrder(graph, steps, {
    ...options,
    maxColumns: 3,
    inputs,
    reference: (_, i) => references[i],
  });
  assert.is(solved, graph);
});

test('what least squares does not know is no linear layer', () => {
  const graph = layerGraph(
    { ...cases['Gemm with transB'], attributes: { transB: int(1), alpha: { type: 'float', value: 2 } } },
    'a',
  );
  assert.is(linearLayer(graph.nodes[0], graph), undefined);
  const auto = layerGraph(
    {
      ...cases['pointwise convolution without bias'],
      attributes: { auto_pad: { type: 'string', value: 'SAME_UPPER' } },
    },
    'a',
  );
  assert.is(linearLayer(auto.nodes[0], auto), undefined);
});

test('Cholesky solves a known system and refuses an indefinite one', () => {
  const solved = solveSymmetric(Float64Array.of(4, 2, 2, 3), 2, Float64Array.of(8, 7), 0);
  assert.ok(solved);
  assert.ok(Math.abs(solved[0] - 1.25) < 1e-12 && Math.abs(solved[1] - 1.5) < 1e-12);
  assert.is(solveSymmetric(Float64Array.of(1, 2, 2, 1), 2, Float64Array.of(1, 1), 0), undefined);
});

test.run();
