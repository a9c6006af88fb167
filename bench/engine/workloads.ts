import { normalised, residualBlock } from '../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import type { Graph } from '../../src/onnx/graph.js';
import { rngOf } from '../../src/random.js';
import type { Loss } from '../../src/train/step/loss.js';

export interface Workload {
  readonly name: string;
  readonly what: string;
  readonly graph: Graph;
  readonly losses: readonly Loss[];
  /** Most that a step may take, in times of PyTorch's. */
  readonly limit: number;
}

const mse = (tensor: string): readonly Loss[] => [{ kind: 'mse', tensor, weight: 1 }];

function residual(): Workload {
  const net = new NetworkDraft(rngOf(1, 'W1'));
  const x = net.input('x', [1, 32, 32, 32]);
  const convolution = (input: string) => net.convolution(input, { channels: 32, kernel: 3, bias: true });
  const y = net.relu(net.add(x, convolution(net.relu(convolution(x)))));
  const what = 'residual block 3x3 32->32 on 32x32';
  return { name: 'W1', what, graph: net.finish('W1', [y]), losses: mse(y), limit: 1 };
}

function inverted(name: string, narrow: number, wide: number, side: number): Workload {
  const net = new NetworkDraft(rngOf(1, name));
  const x = net.input('x', [1, narrow, side, side]);
  const expanded = net.clip(net.convolution(x, { channels: wide, kernel: 1, bias: true }), 0, 6);
  const depthwise = net.convolution(expanded, { channels: wide, kernel: 3, groups: 'depthwise', bias: true });
  const projected = net.convolution(net.clip(depthwise, 0, 6), { channels: narrow, kernel: 1, bias: true });
  const y = net.add(x, projected);
  const what = `inverted residual ${narrow}->${wide}->${narrow} on ${side}x${side}`;
  return { name, what, graph: net.finish(name, [y]), losses: mse(y), limit: 1 };
}

function resnet20(): Workload {
  const net = new NetworkDraft(rngOf(1, 'W3'));
  let x = normalised(net, net.input('x', [1, 3, 32, 32]), 16);
  for (const channels of [16, 32, 64])
    for (let block = 0; block < 3; block++)
      x = residualBlock(net, x, channels, block === 0 && channels > 16 ? 2 : 1);
  const logits = net.dense(net.globalAveragePool(x), 10);
  const losses: readonly Loss[] = [{ kind: 'cross-entropy', tensor: logits, weight: 1 }];
  const what = 'whole ResNet-20 with batch norm';
  return { name: 'W3', what, graph: net.finish('W3', [logits]), losses, limit: 1 };
}

export const workloads = (): readonly Workload[] => [
  residual(),
  inverted('W2', 32, 96, 16),
  resnet20(),
  inverted('W4', 24, 144, 56),
];
