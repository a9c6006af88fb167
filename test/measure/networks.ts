import type { Graph, ValueInfo } from '../../src/onnx/graph.js';
import type { SubNetwork } from '../../src/onnx/sub-network.js';
import { Network } from '../support/network.js';

export const image: ValueInfo = { name: 'image', dtype: 'float32', dims: [1, 3, 8, 8] };

/** `layers` convolutions of `channels` channels with Relu. */
export function convolutionChain(channels: number, layers: number, size = 16): Graph {
  const net = new Network([1, channels, size, size]);
  let last = net.input;
  for (let layer = 0; layer < layers; layer++) {
    const output = layer === layers - 1 ? 'y' : `relu${layer}`;
    last = net.relu(net.conv(last, `conv${layer}`, channels), output);
  }
  return net.graph(last);
}

/**
 * A residual network with a long skip that jumps over everything, an auxiliary output before the blocks and one behind:
 * stem -> a -> block1 (b) -> block2 (c) -> c + skip -> pool -> logits, with `aux` made from a and `map` from c.
 */
export function residualNetwork(): Graph {
  const net = new Network(image.dims);
  const stem = net.relu(net.conv('image', 'stem', 8), 'a');
  const aux = net.pool(stem, 'aux');
  const block = (input: string, name: string): string => {
    const inner = net.relu(net.conv(input, `${name}.1`, 8), `${name}.relu`);
    const sum = net.binary('Add', net.conv(inner, `${name}.2`, 8), input, `${name}.sum`);
    return net.relu(sum, name);
  };
  const c = block(block(stem, 'b'), 'c');
  const skip = net.conv('image', 'skip', 8, { kernel: 1 });
  const sum = net.binary('Add', c, skip, 'sum');
  const map = net.unary('Sigmoid', c, 'map');
  const logits = net.gemm(net.flatten(net.pool(sum, 'pooled'), 'flat'), 'logits', 5);
  return net.graph(aux, logits, map);
}

export const blockB: SubNetwork = { from: 'a', to: 'b', nodes: ['b.1', 'b.relu', 'b.2', 'b.sum', 'b'] };
export const blockC: SubNetwork = { from: 'b', to: 'c', nodes: ['c.1', 'c.relu', 'c.2', 'c.sum', 'c'] };
export const head: SubNetwork = { from: 'sum', to: 'logits', nodes: ['pooled', 'flat', 'logits'] };
