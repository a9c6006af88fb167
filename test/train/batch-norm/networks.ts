import { invertedResidual, residualBlock } from '../../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import type { Graph, GraphNode } from '../../../src/onnx/graph.js';
import { rngOf } from '../../../src/random.js';
import { drawn } from './run-graph.js';

const draft = (name: string) => new NetworkDraft(rngOf(3, name));

export function plainConvolutions(): Graph {
  const net = draft('plain');
  const x = net.input('x', [1, 3, 9, 9]);
  const first = net.relu(net.convolution(x, { channels: 6, kernel: 3, bias: true }));
  const depthwise = net.convolution(first, {
    channels: 6,
    kernel: 3,
    groups: 'depthwise',
    stride: 2,
    bias: true,
  });
  const grouped = net.convolution(net.relu(depthwise), { channels: 4, kernel: 1, groups: 2 });
  return net.finish('plain', [net.add(grouped, net.convolution(depthwise, { channels: 4, kernel: 5 }))]);
}

/** Grouped and overlapping, with and without bias. */
export function transposedConvolutions(): Graph {
  const rng = rngOf(4, 'transposed');
  const node = (inputs: string[], output: string, group: number): GraphNode => ({
    opType: 'ConvTranspose',
    domain: '',
    inputs,
    outputs: [output],
    attributes: {
      strides: { type: 'ints', value: [2, 2] },
      group: { type: 'int', value: group },
    },
  });
  const float = (dims: readonly number[]) => ({ dtype: 'float32' as const, dims });
  return {
    name: 'transposed',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...float([1, 4, 3, 3]) }],
    outputs: [{ name: 'z', ...float([1, 4, 15, 15]) }],
    nodes: [node(['x', 'w1', 'b1'], 'y', 2), node(['y', 'w2'], 'z', 1)],
    initializers: new Map([
      ['w1', drawn(rng, [4, 3, 3, 3])],
      ['b1', drawn(rng, [6])],
      ['w2', drawn(rng, [6, 4, 3, 3])],
    ]),
    values: new Map([
      ['x', float([1, 4, 3, 3])],
      ['y', float([1, 6, 7, 7])],
      ['z', float([1, 4, 15, 15])],
    ]),
  };
}

/** Two convolutions with the same weights. */
export function sharedWeights(): Graph {
  const net = draft('shared');
  const x = net.input('x', [1, 4, 6, 6]);
  const first = net.convolution(x, { channels: 4, kernel: 3 });
  const second = net.convolution(net.relu(first), { channels: 4, kernel: 3 });
  const graph = net.finish('shared', [second]);
  const weight = graph.nodes[0]!.inputs[1]!;
  const nodes = graph.nodes.map((node) =>
    node.opType === 'Conv' ? { ...node, inputs: [node.inputs[0]!, weight] } : node,
  );
  return { ...graph, nodes };
}

export function residualWithNorms(): Graph {
  const net = draft('residual');
  const x = residualBlock(net, net.input('x', [1, 4, 8, 8]), 4);
  return net.finish('residual', [residualBlock(net, x, 8, 2)]);
}

export function squeezeAndExcitation(): Graph {
  const net = draft('squeeze');
  const x = net.input('x', [1, 4, 8, 8]);
  return net.finish('squeeze', [invertedResidual(net, x, { channels: 4, expanded: 8 })]);
}
