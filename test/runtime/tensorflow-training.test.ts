import * as tf from '@tensorflow/tfjs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Attribute, Graph } from '../../src/onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../../src/onnx/tensor.js';
import { rngOf } from '../../src/random.js';
import type { Engine, Feeds } from '../../src/runtime/engine.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import { createTensorflowEngine } from '../../src/runtime/tensorflow/create-engine.js';
import { openTrainer } from '../../src/train/step/trainer.js';
import { buildTrainingGraph, type TrainingGraph } from '../../src/train/step/training-graph.js';
import { image, residualNetwork } from '../measure/networks.js';
import { Network } from '../support/network.js';

tf.env().set('IS_TEST', true);
const test = suite('training steps on TensorFlow.js');
const ints = (...value: number[]): Attribute => ({ type: 'ints', value });

/** Depthwise, strided, pooled, with batch norm, squeeze-and-excitation and hard swish. */
function mobileNetwork(): Graph {
  const net = new Network(image.dims);
  const scaled = (input: string, output: string, channels: number, size: number) => {
    const parts = ['scale', 'bias', 'mean', 'variance'].map((part) =>
      net.weight(`${output}.${part}`, [channels], part === 'variance' ? 0 : 0.5),
    );
    net.positive(`${output}.variance`);
    return net.node('BatchNormalization', [input, ...parts], output, [1, channels, size, size]);
  };
  const stem = net.unary('HardSwish', scaled(net.conv('image', 'stem', 6), 'stem.bn', 6, 8), 'stem.act');
  const depthwise = net.conv(stem, 'depthwise', 6, { stride: 2, groups: 6, bias: false });
  const normal = net.unary('Relu', scaled(depthwise, 'depthwise.bn', 6, 4), 'depthwise.act');
  const squeezed = net.pool(normal, 'squeezed');
  const gate = net.unary('HardSigmoid', net.conv(squeezed, 'excited', 6, { kernel: 1 }), 'gate');
  const gated = net.node('Mul', [normal, gate], 'gated', [1, 6, 4, 4]);
  const pooled = net.node('MaxPool', [gated], 'pooled', [1, 6, 2, 2], {
    kernel_shape: ints(2, 2),
    strides: ints(2, 2),
  });
  return net.graph(net.gemm(net.flatten(pooled, 'flat'), 'logits', 5));
}

const drawn = (dims: readonly number[]): Tensor => {
  const rng = rngOf(1, 'feed', ...dims);
  return float32(
    Float32Array.from({ length: sizeOf(dims) }, () => rng.normal()),
    dims,
  );
};

async function train(
  engine: Engine,
  training: TrainingGraph,
): Promise<{ losses: number[]; weights: Map<string, Tensor> }> {
  const trainer = await openTrainer(engine, training, { threads: 1 });
  const feeds: Feeds = Object.fromEntries(
    training.feeds.map(({ name, dtype, dims }) => [
      name,
      dtype === 'int64' ? { dtype, dims, data: BigInt64Array.of(0n, 4n, 2n, 2n) } : drawn(dims),
    ]),
  );
  const losses: number[] = [];
  for (let step = 0; step < 4; step++) {
    const { kind, loss, gradientNorm } = await trainer.step(feeds, 0.01);
    assert.is(kind, 'stepped');
    losses.push(loss, gradientNorm);
  }
  const weights = new Map(trainer.parameters());
  await trainer.close();
  return { losses, weights };
}

const labels = { kind: 'cross-entropy', tensor: 'logits', weight: 1 } as const;
const teacher = { kind: 'distill', tensor: 'logits', weight: 0.5, temperature: 2 } as const;
for (const [name, graph, spec] of [
  [
    'a residual network, Adam',
    residualNetwork(),
    { losses: [labels, { kind: 'mse', tensor: 'c', weight: 0.1 }], optimizer: { kind: 'adam', clipNorm: 1 } },
  ],
  [
    'a mobile network with batch norm, SGD',
    mobileNetwork(),
    { losses: [labels, teacher], optimizer: { kind: 'sgd', weightDecay: 1e-3 } },
  ],
] as const)
  test(`${name}: the same losses, gradients and weights as ONNX Runtime`, async () => {
    const training = buildTrainingGraph({ graph, batch: 4, batchNorm: 'training', ...spec });
    const expected = await train(cpuEngine, training);
    const actual = await train(createTensorflowEngine(tf), training);
    for (const [index, value] of expected.losses.entries())
      assert.ok(
        Math.abs(actual.losses[index] / value - 1) < 1e-3,
        `${actual.losses} is not ${expected.losses}`,
      );
    assert.ok(expected.losses[6] < expected.losses[0], 'the loss falls');
    for (const [weight, { data }] of expected.weights)
      for (const [index, value] of (actual.weights.get(weight)!.data as Float32Array).entries())
        if (!(Math.abs(value - Number(data[index])) < 2e-3))
          assert.unreachable(`${weight}[${index}]: ${value}, not ${data[index]}`);
  });

test.run();
