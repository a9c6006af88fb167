import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { foldAdapters } from '../../../src/house/drafts/fold-adapters.js';
import { workOf } from '../../../src/house/layers/work.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { type ConvOptions, Network } from '../../support/network.js';
import { distance, runGraph } from '../run-graph.js';

/** image (8 channels) through convolutions of these widths. */
function convs(...layers: [channels: number, options: ConvOptions][]): Graph {
  const net = new Network([1, 8, 7, 7]);
  const last = layers.reduce(
    (at, [channels, options], index) => net.conv(at, `c${index}`, channels, options),
    net.input,
  );
  return net.graph(net.relu(last, 'y'));
}

const point = { kernel: 1 };
const bare = { kernel: 1, bias: false };
/** name, network, convolutions that remain. */
const cases: [string, Graph, number][] = [
  ['an adapter without bias in front', convs([8, bare], [8, {}]), 1],
  ['an adapter in front of a strided convolution', convs([8, bare], [8, { stride: 2 }]), 1],
  ['an adapter in front that would make the next layer dearer', convs([2, bare], [8, {}]), 2],
  ['an adapter with bias in front of a padded convolution', convs([8, point], [8, {}]), 2],
  ['an adapter with bias in front of a 1x1 convolution', convs([8, point], [8, point]), 1],
  ['an adapter behind', convs([8, {}], [6, point]), 1],
  ['an adapter behind a strided convolution', convs([8, { stride: 2 }], [6, point]), 1],
  ['an adapter behind a convolution without bias', convs([8, { bias: false }], [8, point]), 1],
  ['two convolutions without bias', convs([8, { bias: false }], [8, bare]), 1],
  ['a strided 1x1 convolution behind', convs([8, {}], [8, { kernel: 1, stride: 2 }]), 2],
  ['adapters on both sides', convs([8, bare], [8, {}], [8, point]), 1],
  ['a grouped convolution', convs([8, bare], [8, { groups: 4 }]), 2],
  ['two 3x3 convolutions', convs([8, {}], [8, {}]), 2],
];
for (const [name, graph, remain] of cases)
  test(`${name}: ${remain} left, same outputs`, async () => {
    const folded = foldAdapters(graph);
    assert.is(folded.nodes.filter(({ opType }) => opType === 'Conv').length, remain);
    assert.ok(distance((await runGraph(folded)).y, (await runGraph(graph)).y) < 1e-4);
    assert.ok(workOf(folded).macs <= workOf(graph).macs);
    const read = new Set(folded.nodes.flatMap(({ inputs }) => inputs));
    assert.ok([...folded.initializers.keys()].every((weight) => read.has(weight)));
  });

test('an adapter that a shortcut reads too stays', () => {
  const net = new Network([1, 8, 7, 7]);
  const adapter = net.conv(net.input, 'adapter', 8, bare);
  const graph = net.graph(net.binary('Add', net.conv(adapter, 'c', 8), adapter, 'y'));
  assert.equal(foldAdapters(graph).nodes, graph.nodes);
});

test('an adapter whose output leaves the graph stays', () => {
  const net = new Network([1, 8, 7, 7]);
  const adapter = net.conv(net.input, 'adapter', 8, bare);
  const graph = net.graph(net.conv(adapter, 'y', 8), 'adapter');
  assert.equal(foldAdapters(graph).nodes, graph.nodes);
});

test.run();
