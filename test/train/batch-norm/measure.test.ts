import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { measureStatistics, remeasureBatchNorm } from '../../../src/train/batch-norm/measure.js';
import { combineStatistics } from '../../../src/train/batch-norm/statistics.js';
import { plainConvolutions, residualWithNorms } from './networks.js';
import { drawn, runGraph } from './run-graph.js';

/** Mean and population variance of channel c over several NCHW tensors. */
function channel(tensors: readonly Tensor[], c: number): { mean: number; variance: number } {
  const values = tensors.flatMap(({ data, dims }) => {
    const area = dims[2]! * dims[3]!;
    return Array.from({ length: dims[0]! }, (_, n) => {
      const start = (n * dims[1]! + c) * area;
      return Array.from(data.slice(start, start + area), Number);
    }).flat();
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

const close = (actual: number, expected: number, tolerance = 1e-4) =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  );

test('statistics of several batches are those of all samples together', () => {
  const parts = [
    { mean: Float64Array.of(1, 0), variance: Float64Array.of(4, 1) },
    { mean: Float64Array.of(3, 0), variance: Float64Array.of(2, 3) },
  ];
  const { mean, variance } = combineStatistics(parts);
  assert.equal([...mean], [2, 0]);
  assert.equal([...variance], [4, 2]);
});

test('measured statistics are those of the activations', async () => {
  const graph = plainConvolutions();
  const rng = rngOf(1, 'measure');
  const batches = [0, 1, 2].map((shift) => ({ x: drawn(rng, [4, 3, 9, 9], shift) }));
  const measured = await measureStatistics(cpuEngine, graph, ['conv_1', 'conv_4'], batches, {
    batch: 4,
    threads: 1,
  });
  for (const tensor of ['conv_1', 'conv_4']) {
    const asked = { ...graph, outputs: [{ name: tensor, ...graph.values.get(tensor)! }] };
    const seen = await Promise.all(batches.map(async (feeds) => (await runGraph(asked, feeds))[tensor]!));
    for (let c = 0; c < graph.values.get(tensor)!.dims[1]!; c++) {
      const expected = channel(seen, c);
      close(measured.get(tensor)!.mean[c]!, expected.mean);
      close(measured.get(tensor)!.variance[c]!, expected.variance);
    }
  }
});

test('re-measured batch norms normalise what they see: mean is the shift, deviation the scale', async () => {
  const graph = residualWithNorms();
  const rng = rngOf(2, 'remeasure');
  const feeds = { x: drawn(rng, [16, 4, 8, 8], 0.3) };
  const stale = float32(new Float32Array(4).fill(7), [4]);
  const start = { ...graph, initializers: new Map([...graph.initializers, ['norm_1.mean', stale] as const]) };
  const precise = await remeasureBatchNorm(cpuEngine, start, [feeds], { batch: 16, threads: 1 });
  const norms = ['norm_1', 'norm_2', 'norm_3', 'norm_4'];
  const outputs = norms.map((name) => ({ name, ...graph.values.get(name)! }));
  const seen = await runGraph({ ...precise, outputs }, feeds);
  for (const name of norms)
    for (let c = 0; c < graph.values.get(name)!.dims[1]!; c++) {
      const { mean, variance } = channel([seen[name]!], c);
      close(mean, 0, 1e-3);
      close(variance, 1, 1e-3);
    }
});

test('re-measuring a network without batch norm returns it as it is', async () => {
  const graph = plainConvolutions();
  assert.is(await remeasureBatchNorm(cpuEngine, graph, [], { batch: 2, threads: 1 }), graph);
});

test.run();
