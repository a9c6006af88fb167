import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import type { Graph } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { modelOf } from '../../src/onnx/write-graph.js';
import { openProbe, outputsOfModel, type ProbeOptions, runOnce } from '../../src/runtime/activation-probe.js';
import { batchableCheck } from '../../src/runtime/assert-batchable.js';
import { assertSameOutputs } from '../../src/runtime/assert-same-outputs.js';
import { largestDifference } from '../../src/runtime/largest-difference.js';
import { withMappedWeights } from '../../src/runtime/mapped-weights.js';
import { probeInput, probeSamples } from '../../src/runtime/normal-form.js';
import { modelBytes, type NodeText, randomTensor } from '../onnx/model.js';

const of = (...values: number[]): Float32Array => Float32Array.from(values);
const cases: readonly (readonly [string, Float32Array, Float32Array, number])[] = [
  ['the same', of(1, -2, 4), of(1, -2, 4), 0],
  ['relative to the largest of the reference', of(1, 3), of(1, 4), 0.25],
  ['small values are not blown up', of(1e-4), of(0), 1e-2],
  ['NaN in both places', of(Number.NaN, 1), of(Number.NaN, 1), 0],
  ['NaN in one place', of(Number.NaN, 1), of(0, 1), Number.POSITIVE_INFINITY],
  ['infinite in both places', of(Number.POSITIVE_INFINITY, 2), of(Number.POSITIVE_INFINITY, 2), 0],
  ['infinite in one place', of(Number.POSITIVE_INFINITY, 2), of(1, 2), Number.POSITIVE_INFINITY],
  ['zeros of both signs', of(-0, 1), of(0, 1), 0],
];
for (const [name, values, reference, expected] of cases) {
  test(`largest difference: ${name}`, () => {
    const got = largestDifference(values, reference);
    assert.ok(got === expected || Math.abs(got - expected) < 1e-6, `${got}`);
  });
}

test('the probe input is the same every time, and samples are parts of it', () => {
  const input = probeInput([3, 2]);
  assert.equal(input, probeInput([3, 2]));
  assert.equal(probeSamples(input, 1, 2), float32((input.data as Float32Array).slice(2), [2, 2]));
});

const graphOf = (nodes: readonly NodeText[], w: Tensor) =>
  readGraph(modelBytes({ opset: 18, input: ['batch', 'n'], weights: { w }, nodes }), { where: '' });
const code = async (act: () => unknown): Promise<string> => {
  try {
    await act();
    return 'accepted';
  } catch (error) {
    return (error as BespokeError).code;
  }
};

/** The outputs of a graph for one input. */
const outputsOf = async (graph: Graph, input: Tensor, probing: ProbeOptions) =>
  (await runOnce(graph, input, new Set(graph.outputs.map(({ name }) => name)), probing)).tensors;

test('another output than that of the model is refused', async () => {
  const nodes: readonly NodeText[] = [['Mul', 'x w', 'y']];
  const model = graphOf(nodes, randomTensor('w', [4]));
  const other = graphOf(nodes, randomTensor('v', [4]));
  const input = probeInput([2, 4]);
  const compare = async (graph: Graph) =>
    withMappedWeights(async (weights) => {
      const probing = { where: 'm', weights };
      const got = await outputsOf(graph, input, probing);
      const wanted = await outputsOfModel(modelOf(model, { batch: 2 }), input, weights);
      assertSameOutputs(graph, got, wanted, 'm');
    });
  assert.is(await code(() => compare(model)), 'accepted');
  assert.is(await code(() => compare(other)), 'MODEL_NORMAL_FORM');
});

test('samples that come out in another order are refused', async () => {
  const graph = graphOf([['Neg', 'x', 'y']], randomTensor('w', [4]));
  const input = probeInput([2, 4]);
  const [first, second] = [probeSamples(input, 0, 1), probeSamples(input, 1, 1)];
  const compare = async (inputs: readonly Tensor[]) =>
    withMappedWeights(async (weights) => {
      const opened = await openProbe(graph, { where: 'm', weights });
      try {
        await opened.run(inputs, batchableCheck(graph, 'm'));
      } finally {
        await opened.close();
      }
    });
  assert.is(await code(() => compare([first, second, input])), 'accepted');
  assert.is(await code(() => compare([second, first, input])), 'MODEL_BATCH');
});

for (const [how, activationBytes] of [
  ['as a whole', 2 ** 20],
  ['in parts', 1],
] as const)
  test(`a node that fails while the graph runs ${how} is named`, async () => {
    const graph = graphOf(
      [
        ['Relu', 'x', 'h'],
        ['MatMul', 'h w', 'y'],
      ],
      randomTensor('w', [4, 2]),
    );
    try {
      await withMappedWeights((weights) =>
        outputsOf(graph, probeInput([2, 5]), { where: 'm.onnx', weights, activationBytes }),
      );
    } catch (error) {
      assert.instance(error, BespokeError);
      assert.match((error as BespokeError).message, /m\.onnx.*'MatMul_1' \(MatMul\)/);
      return;
    }
    assert.unreachable();
  });

test.run();
