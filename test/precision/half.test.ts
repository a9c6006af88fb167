import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { familyNetworks, fixtures } from '../../fixtures/networks/family-networks.js';
import { quality } from '../../src/measure/metrics.js';
import { float32 } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { halfCompute } from '../../src/precision/half-compute.js';
import { halfWeights } from '../../src/precision/half-weights.js';
import { fixtureNetwork, heldOut, outputsFor, relativeError } from './networks.js';

const size = (graph: Parameters<typeof writeGraph>[0]): number => writeGraph(graph).length;

for (const name of Object.keys(fixtures)) {
  test(`${name}: weights in float16, and all of it in float16`, async () => {
    const graph = await fixtureNetwork(name);
    const digits = heldOut(name === 'u-net' ? 'noisy' : 'unlabelled', 100);
    const reference = await outputsFor(graph, digits);
    const stored = halfWeights(graph);
    assert.ok(size(stored) < 0.75 * size(graph), `${size(stored) / size(graph)}`);
    const computed = halfCompute(graph);
    assert.ok(size(computed) < 0.75 * size(graph), `${size(computed) / size(graph)}`);
    assert.equal([computed.inputs, computed.outputs], [graph.inputs, graph.outputs]);
    for (const [form, lowered] of Object.entries({ stored, computed })) {
      const outputs = await outputsFor(lowered, digits);
      const error = relativeError(outputs, reference);
      assert.ok(error < 1e-4, `${form}: ${error}`);
      if (name in familyNetworks && name === 'u-net') continue;
      const agreement = quality('agreement', { outputs, teacher: reference });
      assert.ok(agreement >= 0.99, `${form}: agreement ${agreement}`);
    }
  });
}

test('float16 keeps apart what it cannot hold, what is too small to matter and what must stay', async () => {
  const graph = await fixtureNetwork('residual');
  const [name, tensor] = [...graph.initializers].find(([, { data }]) => data.length >= 64)!;
  const large = new Float32Array(tensor.data as Float32Array);
  large[3] = 70_000;
  const initializers = new Map(graph.initializers).set(name, float32(large, tensor.dims));
  const stored = halfWeights({ ...graph, initializers });
  assert.is(stored.initializers.get(name)!.dtype, 'float32', 'beyond 65504');
  for (const { dtype, data } of stored.initializers.values())
    assert.ok(dtype !== 'float16' || data.length >= 64, 'a Cast takes more than it saves');
  assert.is(halfWeights(graph, new Set([name])).initializers.get(name)!.dtype, 'float32', 'kept');
  const computed = halfCompute({ ...graph, initializers });
  assert.is(computed.initializers.get(name)!.data[3], 0x7bff, 'the largest that is finite');
});

test.run();
