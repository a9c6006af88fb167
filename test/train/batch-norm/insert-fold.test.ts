import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { BespokeError } from '../../../src/errors.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { convolutionsToNormalise } from '../../../src/train/batch-norm/convolutions.js';
import { foldTrainedBatchNorm } from '../../../src/train/batch-norm/fold.js';
import { insertBatchNorm } from '../../../src/train/batch-norm/insert.js';
import { measureStatistics } from '../../../src/train/batch-norm/measure.js';
import { withParameters } from '../../../src/train/step/with-parameters.js';
import {
  plainConvolutions,
  residualWithNorms,
  sharedWeights,
  squeezeAndExcitation,
  transposedConvolutions,
} from './networks.js';
import { drawn, relativeError, runGraph } from './run-graph.js';

const count = (graph: Graph, opType: string) => graph.nodes.filter((node) => node.opType === opType).length;
const outputOf = async (graph: Graph, feeds: Record<string, Tensor>) =>
  (await runGraph(graph, feeds))[graph.outputs[0]!.name]!;

async function withNorms(graph: Graph, rng = rngOf(1, 'data')): Promise<Graph> {
  const dims = [8, ...graph.inputs[0]!.dims.slice(1)];
  const batches = [0, 1].map(() => ({ [graph.inputs[0]!.name]: drawn(rng, dims, 0.5) }));
  const tensors = convolutionsToNormalise(graph);
  const statistics = await measureStatistics(cpuEngine, graph, tensors, batches, { batch: 8, threads: 1 });
  return insertBatchNorm(graph, statistics);
}

const cases: Record<string, { graph: () => Graph; norms: number }> = {
  'biased, depthwise, grouped and strided convolutions': { graph: plainConvolutions, norms: 4 },
  'transposed convolutions, grouped too': { graph: transposedConvolutions, norms: 2 },
  'convolutions that share their weights': { graph: sharedWeights, norms: 2 },
  'convolutions whose batch norm was folded': {
    graph: () => foldTrainedBatchNorm(residualWithNorms()),
    norms: 4,
  },
  'the large convolutions around squeeze-and-excitation': {
    graph: () => foldTrainedBatchNorm(squeezeAndExcitation()),
    norms: 3,
  },
};

for (const [name, { graph, norms }] of Object.entries(cases)) {
  test(`putting batch norm behind ${name} and folding it again keeps the function`, async () => {
    const plain = graph();
    const feeds = { [plain.inputs[0]!.name]: drawn(rngOf(2, name), [5, ...plain.inputs[0]!.dims.slice(1)]) };
    const expected = await outputOf(plain, feeds);
    const normalised = await withNorms(plain);
    assert.is(count(normalised, 'BatchNormalization'), norms);
    assert.ok(relativeError(await outputOf(normalised, feeds), expected) < 1e-4);
    const folded = foldTrainedBatchNorm(normalised);
    assert.is(count(folded, 'BatchNormalization'), 0);
    assert.is(folded.nodes.length, plain.nodes.length);
    assert.ok(relativeError(await outputOf(folded, feeds), expected) < 1e-4);
  });
}

for (const [name, network] of Object.entries({ residualWithNorms, squeezeAndExcitation })) {
  test(`folding trained-looking batch norms keeps the function: ${name}`, async () => {
    const rng = rngOf(5, name);
    const graph = network();
    const changed = [...graph.initializers].filter(([key]) => key.startsWith('norm_'));
    const trained = withParameters(
      graph,
      new Map(
        changed.map(([key, { dims }]) => {
          const values = Float32Array.from({ length: dims[0]! }, () =>
            key.endsWith('variance') ? 0.1 + rng.next() : rng.normal(),
          );
          return [key, float32(values, dims)];
        }),
      ),
    );
    const feeds = { x: drawn(rng, [3, 4, 8, 8]) };
    const folded = foldTrainedBatchNorm(trained);
    assert.is(count(folded, 'BatchNormalization'), 0);
    assert.ok(relativeError(await outputOf(folded, feeds), await outputOf(trained, feeds)) < 1e-4);
    assert.is(
      [...folded.initializers.keys()].filter((key) => key.startsWith('norm_') && !key.endsWith(':bias'))
        .length,
      0,
    );
  });
}

test('the dense layers of squeeze-and-excitation get no batch norm', () => {
  const graph = foldTrainedBatchNorm(squeezeAndExcitation());
  const chosen = convolutionsToNormalise(graph);
  assert.is(count(graph, 'Conv'), 5);
  assert.equal(
    chosen.map((tensor) => graph.values.get(tensor)!.dims.slice(2)),
    [
      [8, 8],
      [8, 8],
      [8, 8],
    ],
  );
});

test('a convolution that has a batch norm gets no second one', () => {
  assert.equal(convolutionsToNormalise(residualWithNorms()), []);
});

test('a batch norm behind an addition stays when folding', () => {
  const net = new NetworkDraft(rngOf(6, 'addition'));
  const x = net.input('x', [1, 4, 5, 5]);
  const branch = net.batchNorm(net.convolution(x, { channels: 4, kernel: 3 }));
  const folded = foldTrainedBatchNorm(net.finish('addition', [net.batchNorm(net.add(x, branch))]));
  assert.equal(
    folded.nodes.map(({ opType }) => opType),
    ['Conv', 'Add', 'BatchNormalization'],
  );
});

test('a batch norm behind a convolution that is read elsewhere too stays when folding', () => {
  const graph = residualWithNorms();
  const read = graph.nodes.find(({ opType }) => opType === 'Conv')!.outputs[0]!;
  const outputs = [...graph.outputs, { name: read, ...graph.values.get(read)! }];
  const folded = foldTrainedBatchNorm({ ...graph, outputs });
  assert.is(count(folded, 'BatchNormalization'), 1);
  assert.ok(folded.nodes.some(({ outputs: [name] }) => name === read));
});

test('filters in front of a new batch norm have the norm √2, and its scale makes up for it', async () => {
  const plain = plainConvolutions();
  const graph = await withNorms(plain);
  const vector = (role: string) => graph.initializers.get(`conv_1:${role}`)!.data as Float32Array;
  const normOf = (values: Float32Array, c: number, size: number) =>
    Math.hypot(...values.subarray(c * size, (c + 1) * size));
  const convolution = plain.nodes.find(({ outputs: [name] }) => name === 'conv_1')!;
  const weight = plain.initializers.get(convolution.inputs[1]!)!;
  const size = weight.data.length / weight.dims[0]!;
  vector('scale').forEach((scale, c) => {
    const factor = Math.SQRT2 / normOf(weight.data as Float32Array, c, size);
    assert.ok(Math.abs(normOf(vector('filters'), c, size) - Math.SQRT2) < 1e-5);
    assert.ok(Math.abs((scale * factor) ** 2 - vector('variance')[c]! - 1e-5) < 1e-4);
  });
  assert.is.not(vector('shift')[0], 0);
  assert.not.ok(graph.initializers.has('conv_1.bias'));
  assert.equal(graph.values.get('conv_1:convolution'), graph.values.get('conv_1'));
});

const wrong: Record<string, { mean: number; variance: number } | undefined> = {
  'statistics that are missing': undefined,
  'a variance that is not finite': { mean: 0, variance: Number.NaN },
  'a mean that is not finite': { mean: Number.POSITIVE_INFINITY, variance: 1 },
};
for (const [name, value] of Object.entries(wrong)) {
  test(`inserting refuses ${name}`, () => {
    const graph = transposedConvolutions();
    const vector = (number: number) => new Float64Array(6).fill(number);
    const statistics = value && { mean: vector(value.mean), variance: vector(value.variance) };
    const given = new Map(statistics && [['y', statistics]]);
    assert.throws(
      () => insertBatchNorm(graph, given),
      (error: unknown) =>
        error instanceof BespokeError &&
        error.code === 'BATCH_NORM_STATISTICS' &&
        error.problem.where === 'y',
    );
  });
}

test.run();
