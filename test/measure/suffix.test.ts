import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { randomInput } from '../../src/measure/random-input.js';
import { suffixGraph, suffixInputs, suffixOutputs } from '../../src/measure/suffix.js';
import { between } from '../../src/onnx/between.js';
import { extract } from '../../src/onnx/extract.js';
import type { Graph } from '../../src/onnx/graph.js';
import { replace } from '../../src/onnx/replace.js';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { blockB, blockC, head, image, residualNetwork } from './networks.js';

const test = suite('suffix');
const teacher = residualNetwork();

async function run(graph: Graph, feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await cpuEngine.open(writeGraph(graph, { batch: 'dynamic' }), {
    threads: 1,
    optimization: 'disabled',
  });
  const results = await session.run(feeds);
  await session.close();
  return results;
}
const batch = { image: randomInput({ ...image, dims: [4, 3, 8, 8] }) };

/** The same graph with all weights scaled: another function. */
const altered = (graph: Graph): Graph => ({
  ...graph,
  initializers: new Map(
    [...graph.initializers].map(([name, { data, dims }]) => [
      name,
      float32(
        (data as Float32Array).map((x) => 0.7 * x),
        dims,
      ),
    ]),
  ),
});

for (const [name, subNetwork, inputs, outputs] of [
  ['a block, with a skip that jumps over it', blockB, ['a', 'skip'], ['logits', 'map']],
  ['a block whose output is read twice', blockC, ['b', 'skip'], ['logits', 'map']],
  ['the head, whose output is a graph output', head, ['sum'], ['logits']],
] as const) {
  test(`${name}: inputs and outputs`, () => {
    assert.equal(suffixInputs(teacher, subNetwork), inputs);
    assert.equal(suffixOutputs(teacher, subNetwork), outputs);
  });

  for (const [kind, change] of [
    ['the original', (graph: Graph) => graph],
    ['another', altered],
  ] as const)
    test(`${name}: with ${kind} sub-network it gives what the whole network gives`, async () => {
      const alternative = change(extract(teacher, subNetwork));
      const suffix = suffixGraph(teacher, subNetwork, alternative);
      const expected = await run(replace(teacher, [{ subNetwork, graph: alternative }]), batch);
      const activations = await run(between(teacher, ['image'], inputs), batch);
      const results = await run(suffix, activations);
      assert.equal(Object.keys(results).sort(), [...outputs].sort());
      for (const output of outputs) assert.equal(results[output], expected[output]);
      const unchanged = await run(teacher, batch);
      if (kind === 'another') assert.not.equal(results.logits.data, unchanged.logits.data);
    });
}

test('the prefix is not in the suffix', () => {
  const suffix = suffixGraph(teacher, blockC, extract(teacher, blockC));
  assert.equal(suffix.nodes.map(({ outputs }) => outputs[0].replace('r0/', '')).sort(), [
    'c',
    'c.1',
    'c.2',
    'c.relu',
    'c.sum',
    'flat',
    'logits',
    'map',
    'pooled',
    'sum',
  ]);
  assert.not.ok(suffix.initializers.has('stem.w'));
});

test.run();
