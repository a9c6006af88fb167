import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeDataset } from '../../../src/data/packed.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32 } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { channelRanks } from '../../../src/train/activations/channel-ranks.js';
import { plainInput } from '../../data/plain-input.js';
import { inDirectory } from '../../store/temporary-directory.js';
import { Network } from '../../support/network.js';

const SAMPLES = 40;

/** image -> a, ar -> depthwise d, dr -> y; channel 4 of `a` and `d` is the same as channel 1. */
function twins(): Graph {
  const net = new Network([1, 3, 6, 6]);
  const a = net.relu(net.conv(net.input, 'a', 6), 'ar');
  const d = net.relu(net.conv(a, 'd', 6, { groups: 6 }), 'dr');
  const graph = net.graph(net.conv(d, 'y', 4));
  const initializers = new Map(graph.initializers);
  for (const name of ['a', 'd'].flatMap((layer) =>
    graph.nodes.find(({ outputs }) => outputs[0] === layer)!.inputs.slice(1),
  )) {
    const { data, dims } = initializers.get(name)!;
    const values = Float32Array.from(data as Float32Array);
    const run = values.length / 6;
    values.copyWithin(4 * run, run, 2 * run);
    initializers.set(name, float32(values, dims));
  }
  return { ...graph, initializers };
}

async function ranksOf(
  graph: Graph,
  options: { maxPositions?: number; maxColumns?: number; batch?: number } = {},
): Promise<Map<string, Float64Array>> {
  let ranks = new Map<string, Float64Array>();
  await inDirectory(async (directory) => {
    const dataset = join(directory, 'samples');
    const rng = rngOf(3, 'images');
    const [channels, ...rest] = graph.inputs[0].dims.slice(1);
    const sampleDims = rest.length === 2 ? [...rest, channels] : [channels, ...rest];
    const size = sampleDims.reduce((product, dim) => product * dim, SAMPLES);
    const values = Float32Array.from({ length: size }, () => rng.normal());
    await writeDataset(dataset, { count: SAMPLES, sampleDims, values, digest: '' });
    const indices = Array.from({ length: SAMPLES }, (_, index) => index);
    const { maxPositions = 1e6, maxColumns = 100, batch = 8 } = options;
    ranks = await channelRanks({
      graph,
      dataset,
      input: plainInput,
      indices,
      batch,
      maxPositions,
      maxMacs: 1e12,
      maxColumns,
    });
  });
  return ranks;
}

for (const [name, options] of Object.entries({
  'all positions': {},
  'positions on a grid': { maxPositions: 9 * SAMPLES },
  'fewer samples than a batch': { batch: 64 },
}))
  test(`one of two channels that are the same goes first: ${name}`, async () => {
    const ranks = await ranksOf(twins(), options);
    assert.equal([...ranks.keys()], ['dr'], 'neither the image nor what a depthwise layer reads has ranks');
    const places = [...ranks.get('dr')!];
    assert.equal(places.toSorted(), [0, 1, 2, 3, 4, 5]);
    assert.is(Math.min(places[1], places[4]), 0);
    assert.ok(Math.max(places[1], places[4]) > 1, 'the other one is needed then');
  });

test('layers that are too wide say nothing', async () => {
  assert.is((await ranksOf(twins(), { maxColumns: 53 })).size, 0);
});

test('rows of tokens and vectors have ranks as maps do', async () => {
  const net = new Network([1, 5, 8]);
  const hidden = net.node('MatMul', [net.input, net.weight('w1', [8, 6])], 'h', [1, 5, 6]);
  const graph = net.graph(net.node('MatMul', [hidden, net.weight('w2', [6, 3])], 'y', [1, 5, 3]));
  const ranks = await ranksOf(graph);
  assert.equal([...ranks.keys()], ['h']);
  assert.equal([...ranks.get('h')!].toSorted(), [0, 1, 2, 3, 4, 5]);
});

test.run();
