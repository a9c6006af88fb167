import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph, ValueType } from '../../../src/onnx/graph.js';
import { readGraph } from '../../../src/onnx/read-graph.js';
import { float32, int64 } from '../../../src/onnx/tensor.js';
import { upgrade } from '../../../src/onnx/upgrade/upgrade.js';
import { float, int, ints, type ModelText, modelBytes, randomTensor, string } from '../model.js';

/** Read as it is; the values of all activations are stated to have one shape. */
function graphOf(text: ModelText, dims: readonly number[] = [1, 4]): Graph {
  const graph = readGraph(modelBytes(text), { where: '' });
  const names = ['x', ...graph.nodes.flatMap(({ outputs }) => outputs)];
  return {
    ...graph,
    values: new Map(names.map((name): [string, ValueType] => [name, { dtype: 'float32', dims }])),
  };
}

test('a graph of opset 18 or newer is the same graph', () => {
  for (const opset of [18, 21]) {
    const graph = graphOf({ opset, nodes: [['Split', 'x', 'y z', { num_outputs: int(2) }]] });
    assert.is(upgrade(graph), graph);
  }
});

test('batch norm loses the outputs and attributes of training', () => {
  const graph = graphOf({
    opset: 8,
    weights: { g: randomTensor('g', [4]) },
    nodes: [
      [
        'BatchNormalization',
        'x g g g g',
        'y mean var',
        { spatial: int(1), epsilon: float(0.5), is_test: int(1) },
      ],
    ],
  });
  const [node] = upgrade(graph).nodes;
  assert.equal(node.outputs, ['y']);
  assert.equal(node.attributes, { epsilon: float(0.5) });
});

test('refused: batch norm with statistics for every pixel', () => {
  const graph = graphOf({
    opset: 7,
    weights: { g: randomTensor('g', [4]) },
    nodes: [['BatchNormalization', 'x g g g g', 'y', { spatial: int(0) }]],
  });
  assert.throws(() => upgrade(graph), /'BatchNormalization_0'.*spatial = 0/);
});

test('region-of-interest pooling keeps sampling as it did', () => {
  const old = graphOf({ opset: 10, nodes: [['RoiAlign', 'x r i', 'y', { output_height: int(2) }]] });
  assert.equal(upgrade(old).nodes[0].attributes, {
    output_height: int(2),
    coordinate_transformation_mode: string('output_half_pixel'),
  });
  const later = graphOf({ opset: 16, nodes: [['RoiAlign', 'x r i', 'y']] });
  assert.equal(upgrade(later).nodes[0].attributes, {});
});

test('resize leaves out what is empty', () => {
  const graph = graphOf({
    opset: 11,
    weights: { none: float32(new Float32Array(0), [0]), sizes: int64([1, 4]) },
    nodes: [['Resize', 'x none none sizes', 'y']],
  });
  assert.equal(upgrade(graph).nodes[0].inputs, ['x', '', '', 'sizes']);
});

test('scatter has a new name', () => {
  assert.is(
    upgrade(graphOf({ opset: 9, nodes: [['Scatter', 'x i u', 'y']] })).nodes[0].opType,
    'ScatterElements',
  );
});

test('foreign operators of the same names are left alone', () => {
  const graph = graphOf({ opset: 9, nodes: [['acme:Squeeze', 'x', 'y', { axes: ints(1) }]] });
  assert.equal(upgrade(graph).nodes, graph.nodes);
});

test('softmax over several dimensions states the shapes of what it adds', () => {
  const made = upgrade(
    graphOf({ opset: 11, nodes: [['Softmax', 'x', 'y', { axis: int(2) }]] }, [2, 3, 4, 5]),
  );
  assert.equal(
    made.nodes.map(({ opType, outputs }) => `${opType} ${outputs[0]}`),
    ['Reshape y.flat', 'Softmax y.flat_output', 'Reshape y'],
  );
  assert.equal(made.values.get('y.flat')?.dims, [6, 20]);
  assert.equal(made.initializers.get('y.shape'), int64([2, 3, 4, 5]));
  assert.equal(made.nodes[1].attributes, { axis: int(1) });
});

const softmaxAxes: readonly (readonly [readonly number[], number | undefined, number | 'flat'])[] = [
  [[1, 5], undefined, 1],
  [[1, 5, 7], undefined, 'flat'],
  [[1, 5, 7], 2, 2],
  [[1, 5, 7], -1, 2],
  [[1, 5, 7], -2, 'flat'],
  [[1, 5, 1, 1], 1, 1],
  [[1, 1, 5, 1], 1, 2],
  [[1, 1, 1], 1, 1],
];
for (const [dims, axis, expected] of softmaxAxes) {
  test(`softmax of opset 12 on [${dims}] with axis ${axis} works on ${expected}`, () => {
    const attributes = axis === undefined ? {} : { axis: int(axis) };
    const made = upgrade(graphOf({ opset: 12, nodes: [['Softmax', 'x', 'y', attributes]] }, dims));
    if (expected === 'flat') assert.is(made.nodes.length, 3);
    else
      assert.equal(
        made.nodes.map((node) => node.attributes),
        [{ axis: int(expected) }],
      );
  });
}

test.run();
