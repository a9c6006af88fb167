import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { residualBlock } from '../../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { writeDataset } from '../../../src/data/packed.js';
import { shapeKeepingParts } from '../../../src/house/drafts/shape-keeping-parts.js';
import { placeName } from '../../../src/house/kinds/placed-draft.js';
import { macsOf } from '../../../src/onnx/cost.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32 } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { partOrder } from '../../../src/train/activations/part-order.js';
import { plainInput } from '../../data/plain-input.js';
import { inDirectory } from '../../store/temporary-directory.js';

const SAMPLES = 32;

/** Four residual blocks; what the convolutions of the second and fourth add is next to nothing. */
function network(): { graph: Graph; names: string[] } {
  const net = new NetworkDraft(rngOf(3, 'order'));
  let x = net.relu(net.convolution(net.input('image', [1, 3, 8, 8]), { channels: 4, kernel: 3 }));
  for (let block = 0; block < 4; block++) x = residualBlock(net, x, 4);
  const graph = net.finish('order', [net.dense(net.globalAveragePool(x), 3, 'logits')]);
  const parts = shapeKeepingParts(graph);
  const initializers = new Map(graph.initializers);
  for (const [index, factor] of [
    [1, 1e-3],
    [3, 1e-4],
  ])
    for (const node of graph.nodes)
      if (parts[index].nodes.has(node.outputs[0]) && node.opType === 'Conv')
        for (const name of node.inputs.slice(1)) {
          const { data, dims } = initializers.get(name)!;
          initializers.set(
            name,
            float32(
              Float32Array.from(data as Float32Array, (value) => value * factor),
              dims,
            ),
          );
        }
  return { graph: { ...graph, initializers }, names: parts.map(placeName) };
}

async function orderOf(graph: Graph, maxMacs: number): Promise<string[]> {
  let order: string[] = [];
  await inDirectory(async (directory) => {
    const dataset = join(directory, 'samples');
    const rng = rngOf(3, 'images');
    const values = Float32Array.from({ length: SAMPLES * 192 }, () => rng.normal());
    await writeDataset(dataset, { count: SAMPLES, sampleDims: [8, 8, 3], values, digest: '' });
    const indices = Array.from({ length: SAMPLES }, (_, index) => index);
    order = await partOrder({ graph, dataset, input: plainInput, indices, batch: 8, maxMacs });
  });
  return order;
}

test('parts that change the outputs least are left out first', async () => {
  const { graph, names } = network();
  assert.is(names.length, 4);
  const order = await orderOf(graph, 1e12);
  assert.equal(order.slice(0, 2), [names[3], names[1]]);
  assert.equal([...order].sort(), [...names].sort());
});

test('with less to spend every part is judged alone', async () => {
  const { graph, names } = network();
  const order = await orderOf(graph, 4 * 20 * macsOf(graph));
  assert.equal(order.slice(0, 2), [names[3], names[1]]);
  assert.is(order.length, 4);
});

test('with next to nothing to spend there is no order', async () => {
  assert.equal(await orderOf(network().graph, 1000), []);
});

test.run();
