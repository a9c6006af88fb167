import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeModel } from '../../src/onnx/codec.js';
import type { Graph } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { dimsAt } from '../../src/onnx/shapes-at.js';
import { float32, int64, type Tensor } from '../../src/onnx/tensor.js';
import { irVersionOf, writeGraph } from '../../src/onnx/write-graph.js';
import { probeInput } from '../../src/runtime/normal-form.js';
import { float, floats, int, ints, randomTensor, string, tensor } from './model.js';
import { runModel } from './run-model.js';

const graph: Graph = {
  name: 'net',
  opsets: new Map([
    ['com.microsoft', 1],
    ['unused', 3],
    ['', 18],
  ]),
  inputs: [{ name: 'x', dtype: 'float32', dims: [1, 4] }],
  outputs: [{ name: 'y', dtype: 'float32', dims: [2, 3] }],
  nodes: [
    { opType: 'Gemm', domain: '', inputs: ['x', 'w', 'b'], outputs: ['h'], attributes: {}, label: 'dense' },
    { opType: 'Gelu', domain: 'com.microsoft', inputs: ['h'], outputs: ['g'], attributes: {} },
    { opType: 'Reshape', domain: '', inputs: ['g', 's'], outputs: ['y'], attributes: { allowzero: int(0) } },
  ],
  initializers: new Map<string, Tensor>([
    ['s', int64([-1, 3])],
    ['never', randomTensor('never', [100])],
    ['b', randomTensor('b', [6])],
    ['w', randomTensor('w', [4, 6])],
  ]),
  values: new Map([
    ['x', { dtype: 'float32', dims: [1, 4] }],
    ['h', { dtype: 'float32', dims: [1, 6] }],
    ['g', { dtype: 'float32', dims: [1, 6] }],
    ['y', { dtype: 'float32', dims: [2, 3] }],
  ]),
};

test('weights are written in order of first use, unused ones are not', () => {
  const proto = decodeModel(writeGraph(graph), '').graph;
  assert.equal(
    proto?.initializer.map(({ name }) => name),
    ['w', 'b', 's'],
  );
  assert.ok(proto?.initializer.every(({ rawData }) => rawData.length > 0));
});

test('the order of maps does not change the bytes', () => {
  const reversed: Graph = {
    ...graph,
    opsets: new Map([...graph.opsets].reverse()),
    initializers: new Map([...graph.initializers].reverse()),
  };
  assert.equal(writeGraph(reversed), writeGraph(graph));
});

test('only the opsets in use are imported', () => {
  const { opsetImport } = decodeModel(writeGraph(graph), '');
  assert.equal(
    opsetImport.map(({ domain, version }) => [domain, Number(version)]),
    [
      ['', 18],
      ['com.microsoft', 1],
    ],
  );
});

for (const [opset, ir] of [
  [7, 4],
  [9, 4],
  [10, 5],
  [11, 6],
  [12, 7],
  [14, 7],
  [15, 8],
  [18, 8],
  [20, 9],
  [21, 10],
  [22, 10],
  [23, 11],
  [24, 12],
  [25, 13],
  [26, 13],
] as const) {
  test(`opset ${opset} is written with IR version ${ir}`, () => assert.is(irVersionOf(opset), ir));
}

test('reading with values gives the graph back', () => {
  const { initializers, opsets, ...back } = readGraph(writeGraph(graph, { values: true }), { where: '' });
  const { initializers: _, opsets: __, ...rest } = graph;
  const labelled = rest.nodes.map((node) => ({ label: undefined, ...node }));
  assert.equal(
    { ...back, values: [...back.values].sort() },
    { ...rest, nodes: labelled, values: [...rest.values].sort() },
  );
  assert.equal([...initializers.keys()], ['w', 'b', 's']);
  assert.equal(
    [...opsets],
    [
      ['', 18],
      ['com.microsoft', 1],
    ],
  );
});

test('without values only inputs and outputs have shapes', () => {
  assert.equal(decodeModel(writeGraph(graph), '').graph?.valueInfo, []);
});

test('the batch scales the first dimension of inputs and outputs', () => {
  const read = readGraph(writeGraph(graph, { batch: 5 }), { where: '' });
  assert.equal(read.inputs[0].dims, [5, 4]);
  assert.equal(read.outputs[0].dims, [10, 3]);
});

test('a dynamic batch is open, under different names where sizes differ', () => {
  const proto = decodeModel(writeGraph(graph, { batch: 'dynamic' }), '').graph;
  const first = [proto?.input[0], proto?.output[0]].map((info) =>
    info?.type?.value.case === 'tensorType' ? info.type.value.value.shape?.dim[0].value : undefined,
  );
  assert.equal(first, [
    { case: 'dimParam', value: 'batch' },
    { case: 'dimParam', value: 'batch_x2' },
  ]);
});

for (const batch of [1, 4]) {
  test(`ONNX Runtime runs it at batch ${batch}, fixed and open`, async () => {
    const x = probeInput([batch, 4]);
    const fixed = await runModel(writeGraph(graph, { batch }), x);
    const open = await runModel(writeGraph(graph, { batch: 'dynamic', values: true }), x);
    assert.equal(fixed.y.dims, dimsAt(graph.outputs[0], batch));
    assert.equal(fixed.y.data, open.y.data);
  });
}

test('attributes of every kind come back, the largest integers too', () => {
  const attributes = {
    a: int(2 ** 63),
    b: ints(-(2 ** 63), 3),
    c: float(0.25),
    d: floats(1, 2),
    e: string('näme'),
    f: { type: 'strings' as const, value: ['a', 'b'] },
    g: tensor(float32(Float32Array.of(3), [1])),
  };
  const one: Graph = {
    ...graph,
    nodes: [{ opType: 'Op', domain: '', inputs: ['x'], outputs: ['y'], attributes }],
  };
  const back = readGraph(writeGraph(one), { where: '' });
  assert.equal(back.nodes[0].attributes, attributes);
  const written = decodeModel(writeGraph(one), '').graph?.node[0].attribute;
  assert.is(written?.[0].i, 2n ** 63n - 1n);
  assert.is(written?.[1].ints[0], -(2n ** 63n));
});

test('shapes at a batch', () => {
  assert.equal(dimsAt({ dtype: 'float32', dims: [2, 3, 4] }, 8), [16, 3, 4]);
  assert.equal(dimsAt({ dtype: 'float32', dims: [] }, 8), []);
});

test.run();
