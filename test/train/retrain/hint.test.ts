import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { featuresOf } from '../../../src/onnx/features.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32 } from '../../../src/onnx/tensor.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { rngOf } from '../../../src/random.js';
import { withHint, withoutHint } from '../../../src/train/retrain/hint.js';
import { runGraph } from '../../onnx/run-model.js';

const ROWS = 64;

function classifier(features: number): Graph {
  const net = new NetworkDraft(rngOf(1, 'hint'));
  const x = net.input('image', [1, 2, 4, 4]);
  const seen = net.globalAveragePool(net.relu(net.convolution(x, { channels: features, kernel: 3 })));
  return net.finish('hint', [net.dense(seen, 3, 'logits')]);
}

/** Features of a student of some samples, and what a linear map makes of them, with this much noise. */
function related(inputs: number, outputs: number, noise = 0) {
  const rng = rngOf(2, 'rows');
  const normals = (count: number): Float32Array => Float32Array.from({ length: count }, () => rng.normal());
  const student = normals(ROWS * inputs);
  const [matrix, shift] = [normals(inputs * outputs), normals(outputs)];
  const teacher = Float32Array.from({ length: ROWS * outputs }, (_, at) => {
    const [row, o] = [Math.floor(at / outputs), at % outputs];
    let sum = shift[o]!;
    for (let i = 0; i < inputs; i++) sum += student[row * inputs + i]! * matrix[i * outputs + o]!;
    return sum + noise * rng.normal();
  });
  return { rows: { student, teacher, rows: ROWS }, matrix, shift };
}

test('the features of a classifier are what its last dense layer reads, whatever stands between', () => {
  const graph = classifier(4);
  const dense = graph.nodes.at(-1)!;
  assert.is(featuresOf(graph), dense.inputs[0]);
  const net = new NetworkDraft(rngOf(1, 'tokens'));
  const x = net.input('tokens', [1, 5, 4]);
  const matrix = net.constant('matrix', float32(new Float32Array(12), [4, 3]));
  const product = net.node('MatMul', 'product', [x, matrix], [1, 5, 3]);
  const shift = net.constant('shift', float32(new Float32Array(3), [3]));
  const tokens = net.finish('tokens', [net.node('Add', 'scores', [product, shift], [1, 5, 3])]);
  assert.is(featuresOf(tokens), 'tokens');
  const said = { ...dense, attributes: { ...dense.attributes, transA: { type: 'int', value: 0 } as const } };
  assert.is(featuresOf({ ...graph, nodes: [...graph.nodes.slice(0, -1), said] }), dense.inputs[0]);
});

test('a network that ends in a map, or in two branches, has none', () => {
  const net = new NetworkDraft(rngOf(1, 'map'));
  const x = net.input('image', [1, 2, 4, 4]);
  const one = net.convolution(x, { channels: 2, kernel: 3 });
  assert.is(featuresOf(net.finish('map', [one])), undefined);
  assert.is(featuresOf(net.finish('branches', [net.add(one, x)])), undefined);
});

test('the map is the one that least squares give, up to its shrinkage', async () => {
  const { rows, matrix, shift } = related(4, 7);
  const { network, hint } = (await withHint(classifier(4), rows))!;
  const [weights, bias] = hint.map.map((name) => network.initializers.get(name)!.data as Float32Array);
  // A ridge of 1 % of the mean square takes about as much.
  for (const [at, value] of matrix.entries())
    assert.ok(Math.abs(weights![at]! - value) < 0.03, `weight ${at}`);
  for (const [at, value] of shift.entries()) assert.ok(Math.abs(bias![at]! - value) < 0.03, `bias ${at}`);
  const mean = rows.teacher.reduce((sum, value) => sum + value, 0) / rows.teacher.length;
  assert.ok(hint.variance > 0 && hint.variance < 20 && Number.isFinite(mean));
});

test('as many features are compared as they are, where samples say nothing else', async () => {
  const { rows } = related(4, 4);
  const same = { ...rows, teacher: rows.student };
  const { network, hint } = (await withHint(classifier(4), same))!;
  const weights = network.initializers.get(hint.map[0]!)!.data as Float32Array;
  for (let at = 0; at < 16; at++) assert.ok(Math.abs(weights[at]! - (at % 5 === 0 ? 1 : 0)) < 1e-6);
});

test('the hint shows the features through the map, and without it the student is what it was', async () => {
  const student = classifier(4);
  const { rows, matrix, shift } = related(4, 7);
  const { network, hint } = (await withHint(student, rows))!;
  const image = float32(
    Float32Array.from({ length: 32 }, (_, at) => Math.sin(at)),
    [1, 2, 4, 4],
  );
  const seen = {
    ...student,
    outputs: [
      ...student.outputs,
      { name: featuresOf(student)!, ...student.values.get(featuresOf(student)!)! },
    ],
  };
  const features = (await runGraph(seen, image))[featuresOf(student)!]!.data as Float32Array;
  const shown = (await runGraph(network, image))[hint.output]!.data as Float32Array;
  for (let o = 0; o < 7; o++) {
    const wanted = features.reduce((sum, value, i) => sum + value * matrix[i * 7 + o]!, shift[o]!);
    assert.ok(Math.abs(shown[o]! - wanted) < 0.1, `feature ${o}`);
  }
  assert.equal(writeGraph(withoutHint(network, hint)), writeGraph(student));
});

test('features that have nothing to do with those of the teacher are no hint', async () => {
  const { rows } = related(2, 3);
  const rng = rngOf(3, 'other');
  const teacher = rows.teacher.map(() => rng.normal());
  assert.is(await withHint(classifier(2), { ...rows, teacher }), undefined);
});

test('features of the teacher that never change are no hint', async () => {
  const { rows } = related(4, 2);
  assert.is(await withHint(classifier(4), { ...rows, teacher: new Float32Array(2 * ROWS) }), undefined);
});

test.run();
