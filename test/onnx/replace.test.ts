import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../src/errors.js';
import { extract } from '../../src/onnx/extract.js';
import { type Graph, nodeId } from '../../src/onnx/graph.js';
import { type Replacement, replace } from '../../src/onnx/replace.js';
import { structureKey } from '../../src/onnx/structure-key.js';
import type { SubNetwork } from '../../src/onnx/sub-network.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { normalForm, probeInput } from '../../src/runtime/normal-form.js';
import { ints, modelBytes, randomTensor } from './model.js';
import { randomNetwork } from './random-network.js';
import { difference, runGraph } from './run-model.js';

const normal = async (text: Parameters<typeof modelBytes>[0]): Promise<Graph> =>
  (await normalForm(modelBytes(text), { where: 'model.onnx' })).graph;

const conv = { pads: ints(1, 1, 1, 1) };
const residual = await normal({
  opset: 18,
  input: ['batch', 4, 6, 6],
  weights: { w1: randomTensor('w1', [4, 4, 3, 3]), w2: randomTensor('w2', [4, 4, 3, 3]) },
  nodes: [
    ['Relu', 'x', 'a'],
    ['Conv', 'a w1', 'b', conv],
    ['Tanh', 'b', 'c'],
    ['Add', 'c a', 'd'],
    ['Conv', 'd w2', 'e', conv],
    ['Relu', 'e', 'y'],
  ],
});
const block: SubNetwork = { from: 'a', to: 'd', nodes: ['b', 'c', 'd'] };
const tail: SubNetwork = { from: 'd', to: 'y', nodes: ['e', 'y'] };

const refusal = (act: () => unknown): BespokeError => {
  try {
    act();
  } catch (error) {
    if (error instanceof BespokeError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

test('extracting gives one input, one output, and the weights inside', () => {
  const part = extract(residual, block);
  assert.equal(part.inputs, [{ name: 'a', dtype: 'float32', dims: [1, 4, 6, 6] }]);
  assert.equal(part.outputs, [{ name: 'd', dtype: 'float32', dims: [1, 4, 6, 6] }]);
  assert.equal(part.nodes.map(nodeId), ['b', 'c', 'd']);
  assert.equal([...part.initializers.keys()], ['w1']);
  assert.equal([...part.values.keys()], ['a', 'b', 'c', 'd']);
});

test('an extracted block computes what it computes in the network', async () => {
  const x = probeInput([2, 4, 6, 6]);
  const first = await runGraph(extract(residual, { from: 'x', to: 'd', nodes: ['a', 'b', 'c', 'd'] }), x);
  const second = await runGraph(extract(residual, tail), first.d);
  assert.is(difference(second, await runGraph(residual, x)), 0);
});

for (const [name, subNetwork] of Object.entries({
  'with a node that is not there': { from: 'a', to: 'd', nodes: ['b', 'c', 'd', 'nope'] },
  'that makes another output': { from: 'a', to: 'e', nodes: ['b', 'c', 'd'] },
  'that reads two tensors from outside': { from: 'c', to: 'd', nodes: ['d'] },
})) {
  test(`refused: extracting a sub-network ${name}`, () => {
    assert.is(refusal(() => extract(residual, subNetwork)).code, 'GRAPH_SUB_NETWORK');
  });
}

test('a replacement gets a prefix, the ends keep their names', () => {
  const made = replace(residual, [
    { subNetwork: block, graph: extract(residual, block) },
    { subNetwork: tail, graph: extract(residual, tail) },
  ]);
  assert.equal(made.nodes.map(nodeId), ['a', 'r0/b', 'r0/c', 'd', 'r1/e', 'y']);
  assert.equal([...made.initializers.keys()], ['r0/w1', 'r1/w2']);
  assert.equal([...made.values.keys()], ['x', 'a', 'r0/b', 'r0/c', 'd', 'r1/e', 'y']);
  assert.equal(made.outputs, residual.outputs);
});

test('a smaller part of another network goes in, and weights that nothing reads go out', async () => {
  const small = await normal({ opset: 18, input: ['batch', 4, 6, 6], nodes: [['Sigmoid', 'x', 'y']] });
  const made = replace(residual, [{ subNetwork: block, graph: small }]);
  assert.equal(
    made.nodes.map(({ opType, inputs, outputs }) => [opType, inputs[0], outputs[0]].join(' ')),
    ['Relu x a', 'Sigmoid a d', 'Conv d e', 'Relu e y'],
  );
  assert.equal([...made.initializers.keys()], ['w2']);
  assert.ok((await runGraph(made, probeInput([2, 4, 6, 6]))).y.data.length > 0);
});

test('replacing twice keeps names apart', async () => {
  const once = replace(residual, [{ subNetwork: tail, graph: extract(residual, tail) }]);
  const again: SubNetwork = { from: 'd', to: 'y', nodes: ['r0/e', 'y'] };
  const twice = replace(once, [{ subNetwork: again, graph: extract(once, again) }]);
  assert.equal(twice.nodes.map(nodeId), ['a', 'b', 'c', 'd', 'r0/r0/e', 'y']);
  const partly = replace(once, [{ subNetwork: block, graph: extract(once, block) }]);
  assert.equal(new Set(partly.nodes.map(nodeId)).size, partly.nodes.length);
  const x = probeInput([2, 4, 6, 6]);
  assert.is(difference(await runGraph(partly, x), await runGraph(residual, x)), 0);
});

test('a name that is taken gets another prefix', async () => {
  const once = replace(residual, [{ subNetwork: tail, graph: extract(residual, tail) }]);
  const part = await normal({
    opset: 18,
    input: ['batch', 4, 6, 6],
    nodes: [
      ['Sigmoid', 'x', 'e'],
      ['Neg', 'e', 'y'],
    ],
  });
  const made = replace(once, [{ subNetwork: block, graph: part }]);
  assert.equal(made.nodes.map(nodeId), ['a', 'r0.2/e', 'd', 'r0/e', 'y']);
});

test('a part that is left out altogether becomes an identity', async () => {
  const info = { dtype: 'float32' as const, dims: [1, 4, 6, 6] };
  const empty: Graph = {
    ...extract(residual, block),
    inputs: [{ name: 'p', ...info }],
    outputs: [{ name: 'p', ...info }],
    nodes: [],
    initializers: new Map(),
    values: new Map([['p', info]]),
  };
  const made = replace(residual, [{ subNetwork: block, graph: empty }]);
  assert.equal(
    made.nodes.map(({ opType }) => opType),
    ['Relu', 'Identity', 'Conv', 'Relu'],
  );
  assert.equal([...made.values.keys()], ['x', 'a', 'd', 'e', 'y']);
  assert.ok((await runGraph(made, probeInput([2, 4, 6, 6]))).y.data.length > 0);
});

test('the newer opset of the two is imported', async () => {
  const newer = await normal({ opset: 20, input: ['batch', 4, 6, 6], nodes: [['Gelu', 'x', 'y']] });
  assert.is(replace(residual, [{ subNetwork: block, graph: newer }]).opsets.get(''), 20);
});

test('a part whose output is also read inside, or is its input twice', async () => {
  const part = await normal({
    opset: 18,
    input: ['batch', 4, 6, 6],
    nodes: [
      ['Mul', 'x x', 'm'],
      ['Add', 'm x', 'y'],
    ],
  });
  const made = replace(residual, [{ subNetwork: block, graph: part }]);
  assert.equal(made.nodes.map(({ inputs }) => inputs.join(' ')).slice(1, 3), ['a a', 'r0/m a']);
});

test('refused: overlapping sub-networks', () => {
  const longer: SubNetwork = { from: 'c', to: 'd', nodes: ['d'] };
  const parts = [block, longer].map(
    (subNetwork): Replacement => ({ subNetwork, graph: extract(residual, block) }),
  );
  const error = refusal(() => replace(residual, parts));
  assert.is(error.code, 'GRAPH_OVERLAP');
  assert.match(error.message, /got 'd'/);
});

test('refused: a part of another shape', async () => {
  const other = await normal({ opset: 18, input: ['batch', 4, 5, 5], nodes: [['Relu', 'x', 'y']] });
  const error = refusal(() => replace(residual, [{ subNetwork: block, graph: other }]));
  assert.is(error.code, 'GRAPH_SHAPE');
  assert.match(error.message, /\[1, 4, 5, 5\].*\[1, 4, 6, 6\]/);
});

test('property: replacing any stretches by themselves changes no output and no structure', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomNetwork,
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      async (network, picks) => {
        const graph = await normal(network.text);
        const used = new Set<string>();
        const chosen = picks
          .map((pick) => network.stretches[pick % network.stretches.length])
          .filter(({ nodes }) => {
            const free = nodes.every((id) => !used.has(id));
            if (free) for (const id of nodes) used.add(id);
            return free;
          });
        const made = replace(
          graph,
          chosen.map((subNetwork) => ({ subNetwork, graph: extract(graph, subNetwork) })),
        );
        assert.is(structureKey(made), structureKey(graph));
        assert.is(made.values.size, graph.values.size);
        const x = probeInput([2, 4, 6, 6]);
        assert.is(difference(await runGraph(made, x), await runGraph(graph, x)), 0);
      },
    ),
    { numRuns: 25, seed: 3 },
  );
});

test('property: extracting all gives the network, and a stretch of a stretch is that stretch', async () => {
  await fc.assert(
    fc.asyncProperty(randomNetwork, fc.nat(), fc.nat(), async (network, first, second) => {
      const graph = await normal(network.text);
      const outer = network.stretches[first % network.stretches.length];
      const inside = network.stretches.filter(({ nodes }) => nodes.every((id) => outer.nodes.includes(id)));
      const inner = inside[second % inside.length];
      assert.equal(writeGraph(extract(extract(graph, outer), inner)), writeGraph(extract(graph, inner)));
    }),
    { numRuns: 25, seed: 4 },
  );
});

test.run();
