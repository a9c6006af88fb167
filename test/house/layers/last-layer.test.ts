import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lastLayers } from '../../../src/house/layers/last-layer.js';
import { Network } from '../../support/network.js';

/** The network that `build` adds to an image of 4 channels, and the last layers in front of what it returns. */
function layersOf(build: (net: Network) => string): string[] {
  const net = new Network([1, 4, 6, 6]);
  const end = build(net);
  return lastLayers(net.graph(end), [end]).sort();
}

const cases: Record<string, { build: (net: Network) => string; layers: string[] }> = {
  'a layer itself': { build: (net) => net.conv(net.input, 'a', 4), layers: ['a'] },
  'one in front of an activation': {
    build: (net) => net.relu(net.conv(net.conv(net.input, 'a', 4), 'b', 4), 'r'),
    layers: ['b'],
  },
  'the later branch of a sum': {
    build: (net) => net.binary('Add', net.conv(net.input, 'a', 4), net.conv(net.input, 'b', 4), 's'),
    layers: ['b'],
  },
  'every branch of a Concat': {
    build: (net) => {
      const a = net.relu(net.conv(net.input, 'a', 3), 'ar');
      const b = net.conv(net.conv(net.input, 'b', 2), 'c', 5);
      return net.concat([a, b, net.input], 'all');
    },
    layers: ['a', 'c'],
  },
  'those in front of pooling and reshaping': {
    build: (net) => net.flatten(net.pool(net.relu(net.conv(net.input, 'a', 3), 'ar'), 'p'), 'flat'),
    layers: ['a'],
  },
  'none beyond a product of two activations': {
    build: (net) => net.binary('Mul', net.conv(net.input, 'a', 4), net.conv(net.input, 'b', 4), 'm'),
    layers: [],
  },
};
for (const [name, { build, layers }] of Object.entries(cases))
  test(`last layers in front of a tensor: ${name}`, () => {
    assert.equal(layersOf(build), layers);
  });

test('a layer in front of two tensors is named once', () => {
  const net = new Network([1, 4, 6, 6]);
  const a = net.conv(net.input, 'a', 4);
  const r = net.relu(a, 'r');
  assert.equal(lastLayers(net.graph(r), [a, r]), ['a']);
});

test.run();
