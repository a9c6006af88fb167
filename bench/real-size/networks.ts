import { linearBottleneck, relu6 } from '../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../fixtures/networks/draft.js';
import type { Graph } from '../../src/onnx/graph.js';
import type { Rng } from '../../src/random.js';

/** Networks in the shape of well-known ones, with drawn weights: they cost what those cost and answer nothing. */
export const networks: Readonly<Record<string, (random: Rng) => Graph>> = {
  'mobilenet-v2': mobileNetV2,
  'resnet-50': resNet50,
};

/** Inverted residuals at 224 x 224, width 1 (arXiv:1801.04381, table 2). */
function mobileNetV2(random: Rng): Graph {
  const net = new NetworkDraft(random);
  let x = relu6(
    net,
    net.convolution(net.input('image', [1, 3, 224, 224]), { channels: 32, kernel: 3, stride: 2 }),
  );
  for (const [expansion, channels, count, stride] of [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const)
    for (let each = 0; each < count; each++)
      x = linearBottleneck(net, x, { channels, expansion, stride: each === 0 ? stride : 1 });
  x = relu6(net, net.convolution(x, { channels: 1280, kernel: 1 }));
  return net.finish('mobilenet-v2', [net.dense(net.globalAveragePool(x), 1000, 'logits')]);
}

/** Bottlenecks at 224 x 224 with the stride in the 3 x 3 convolution (arXiv:1512.03385, table 1). */
function resNet50(random: Rng): Graph {
  const net = new NetworkDraft(random);
  const normalised = (x: string, channels: number, kernel: number, stride = 1): string =>
    net.batchNorm(net.convolution(x, { channels, kernel, stride }));
  const block = (x: string, width: number, stride: number): string => {
    const inner = net.relu(normalised(net.relu(normalised(x, width, 1)), width, 3, stride));
    const changes = stride !== 1 || net.dims(x)[1] !== 4 * width;
    const shortcut = changes ? normalised(x, 4 * width, 1, stride) : x;
    return net.relu(net.add(normalised(inner, 4 * width, 1), shortcut));
  };
  let x = net.maxPool(net.relu(normalised(net.input('image', [1, 3, 224, 224]), 64, 7, 2)));
  for (const [width, count, stride] of [
    [64, 3, 1],
    [128, 4, 2],
    [256, 6, 2],
    [512, 3, 2],
  ] as const)
    for (let each = 0; each < count; each++) x = block(x, width, each === 0 ? stride : 1);
  return net.finish('resnet-50', [net.dense(net.globalAveragePool(x), 1000, 'logits')]);
}
