import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { gelu, hardSwish, scalar, swish } from '../../../fixtures/networks/exported-layers.js';
import { draftOf } from '../../../src/house/drafts/draft.js';
import { solveSteps } from '../../../src/house/drafts/solve-steps.js';
import { wholeNetwork } from '../../../src/house/generate-alternatives.js';
import { workOf } from '../../../src/house/layers/work.js';
import { cheaperActivations } from '../../../src/house/rewrites/cheaper-activations.js';
import { chooseRewrites } from '../../../src/house/rewrites/choose-rewrites.js';
import { rewriteDraft } from '../../../src/house/rewrites/rewrite-draft.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { scalarFunctions } from '../../../src/onnx/scalar/scalar-functions.js';
import { erf } from '../../../src/onnx/scalar/scalar-node.js';
import { rngOf } from '../../../src/random.js';
import { memberOf } from '../members.js';
import { runGraph } from '../run-graph.js';

type Build = (net: NetworkDraft, x: string) => string;

/** A convolution, the function, and a convolution that reads it. */
function network(build: Build): Graph {
  const net = new NetworkDraft(rngOf(1, 'activation'));
  const x = net.convolution(net.input('image', [1, 3, 6, 6]), { channels: 8, kernel: 3 });
  return net.finish('net', [net.convolution(build(net, x), { channels: 4, kernel: 3 })]);
}

const unary =
  (opType: string): Build =>
  (net, x) =>
    net.activation(opType, x);

const forms: readonly (readonly [string, Build, number, readonly string[]])[] = [
  ['HardSwish', unary('HardSwish'), 1, ['Relu']],
  ['hard swish by Clip', hardSwish, 4, ['Relu', 'HardSwish']],
  ['Swish', swish, 2, ['Relu', 'HardSwish']],
  ['Mish', unary('Mish'), 1, ['Relu', 'HardSwish']],
  ['Gelu by Erf', gelu, 5, ['Relu', 'HardSwish']],
  ['Sigmoid', unary('Sigmoid'), 1, ['HardSigmoid']],
  ['Tanh', unary('Tanh'), 1, ['Clip']],
  ['Softplus', unary('Softplus'), 1, ['Relu']],
  ['Elu', unary('Elu'), 1, ['Relu', 'LeakyRelu']],
];

for (const [name, build, nodes, cheaper] of forms)
  test(`${name}: one function of ${nodes} nodes, as the engine computes it; may become ${cheaper.join(', ')}`, async () => {
    const graph = network(build);
    const found = scalarFunctions(graph);
    assert.is(found.length, 1);
    assert.is(found[0].nodes.length, nodes);
    const ends = [found[0].from, found[0].to].map((tensor) => ({
      name: tensor,
      ...graph.values.get(tensor)!,
    }));
    const results = await runGraph({ ...graph, outputs: ends });
    results[found[0].from].forEach((x, index) => {
      assert.ok(Math.abs(found[0].at(x) - results[found[0].to][index]) < 1e-5, `at ${x}`);
    });

    const draft = draftOf(memberOf('own.onnx', graph), wholeNetwork(graph)!);
    const [site, ...others] = cheaperActivations(draft);
    assert.is(others.length, 0);
    const types = site.rewrites.map((rewrite) => {
      const made = rewriteDraft(draft, [{ site, rewrite }]);
      const [function_] = scalarFunctions(made.graph);
      assert.is(function_.nodes.length, 1);
      return made.graph.nodes.find(({ outputs }) => outputs[0] === function_.nodes[0])!.opType;
    });
    for (const opType of cheaper) assert.ok(types.includes(opType), `${opType} of ${types}`);
  });

for (const [name, build] of [
  ['Relu', unary('Relu')],
  ['Clip, as ReLU6', (net, x) => net.clip(x, 0, 6)],
  ['LeakyRelu', unary('LeakyRelu')],
  ['a product with a scalar', (net, x) => net.multiply(x, x)],
] satisfies [string, Build][])
  test(`${name} is cheap enough`, () => {
    const draft = draftOf(memberOf('own.onnx', network(build)), wholeNetwork(network(build))!);
    assert.equal(cheaperActivations(draft), []);
  });

test('the cheapest of many: layers behind are solved anew, the rest is as it was', async () => {
  const graph = network((net, x) => gelu(net, net.convolution(swish(net, x), { channels: 6, kernel: 1 })));
  const draft = draftOf(memberOf('own.onnx', graph), wholeNetwork(graph)!);
  const sites = cheaperActivations(draft);
  assert.is(sites.length, 2);
  const made = rewriteDraft(draft, chooseRewrites(sites, sites[0].work + sites[1].work, 0));
  assert.equal(
    made.graph.nodes.map(({ opType }) => opType),
    ['Conv', 'Relu', 'Conv', 'Relu', 'Conv'],
  );
  const convolutions = made.graph.nodes
    .filter(({ opType }) => opType === 'Conv')
    .map((node) => node.outputs[0]);
  assert.equal(
    solveSteps(made).map(({ layer, reference }) => [layer, reference.tensor]),
    convolutions.slice(1).map((layer) => [layer, layer]),
  );
  assert.ok(workOf(made.graph).functions < workOf(graph).functions);
  assert.is(workOf(made.graph).macs, workOf(graph).macs);
  const results = await runGraph(made.graph);
  assert.ok(Object.values(results)[0].every(Number.isFinite));
});

test('a gate is a function of what it reads, not of what it is multiplied with', () => {
  const graph = network((net, x) =>
    net.multiply(x, net.activation('Sigmoid', net.convolution(x, { channels: 8, kernel: 1 }))),
  );
  assert.equal(
    scalarFunctions(graph).map(({ nodes }) => nodes.length),
    [1],
  );
});

test('a function whose inside is read elsewhere is cut where it is', () => {
  const graph = network((net, x) => {
    const gate = net.activation('Sigmoid', x);
    return net.add(net.multiply(x, gate), net.convolution(gate, { channels: 8, kernel: 1 }));
  });
  assert.equal(
    scalarFunctions(graph).map(({ nodes }) => nodes.length),
    [1],
  );
});

test('functions by channel are none', () => {
  const graph = network((net, x) => net.multiply(x, net.drawn('slope', [8, 1, 1], 2)));
  assert.equal(scalarFunctions(graph), []);
});

test('the output of a draft keeps its function: nothing behind could make up for it', () => {
  const net = new NetworkDraft(rngOf(1, 'end'));
  const x = net.convolution(net.input('image', [1, 3, 6, 6]), { channels: 8, kernel: 3 });
  const graph = net.finish('net', [swish(net, x)]);
  const draft = draftOf(memberOf('own.onnx', graph), wholeNetwork(graph)!);
  assert.equal(cheaperActivations(draft), []);
});

test('a scalar on the left and the error function', () => {
  const graph = network((net, x) => net.node('Sub', net.fresh('sub'), [scalar(net, 1), x], net.dims(x)));
  assert.is(scalarFunctions(graph)[0].at(0.25), 0.75);
  for (const [x, value] of [
    [0, 0],
    [0.5, 0.5204998778],
    [-1, -0.8427007929],
    [3, 0.9999779095],
  ])
    assert.ok(Math.abs(erf(x) - value) < 2e-7, `${x}`);
});

test.run();
