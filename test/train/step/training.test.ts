import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { invertedResidual, normalised, residualBlock } from '../../../fixtures/networks/blocks.js';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import { BespokeError } from '../../../src/errors.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { float32, int64, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { cpuEngine } from '../../../src/runtime/onnxruntime-cpu.js';
import { trainableParameters } from '../../../src/train/step/trainable.js';
import { openTrainer } from '../../../src/train/step/trainer.js';
import { buildTrainingGraph, type TrainingSpec } from '../../../src/train/step/training-graph.js';
import { withParameters } from '../../../src/train/step/with-parameters.js';
import { drawn } from '../batch-norm/run-graph.js';
import { drawFeeds, takeSteps } from './step-once.js';

/** Convolutions, batch norms, shortcuts, a dense layer; small. */
function residual(): Graph {
  const net = new NetworkDraft(rngOf(1, 'residual'));
  let x = normalised(net, net.input('x', [1, 3, 8, 8]), 8);
  x = residualBlock(net, residualBlock(net, x, 8), 16, 2);
  return net.finish('residual', [net.dense(net.globalAveragePool(x), 10, 'logits')]);
}

function separable(): Graph {
  const net = new NetworkDraft(rngOf(1, 'separable'));
  let x = normalised(net, net.input('x', [1, 3, 8, 8]), 8);
  x = invertedResidual(net, x, { channels: 8, expanded: 16 });
  x = invertedResidual(net, x, { channels: 12, expanded: 16, stride: 2, activation: 'Relu' });
  return net.finish('separable', [net.dense(net.globalAveragePool(x), 10, 'logits')]);
}

const specOf = (graph: Graph, changes: Partial<TrainingSpec> = {}): TrainingSpec => ({
  graph,
  batch: 8,
  losses: [{ kind: 'cross-entropy', name: 'loss', tensor: 'logits', weight: 1 }],
  optimizer: { kind: 'adam' },
  batchNorm: 'training',
  ...changes,
});
const feedsOf = (spec: TrainingSpec, seed = 1) => drawFeeds(buildTrainingGraph(spec), rngOf(seed, 'feeds'));
const bytes = (parameters: ReadonlyMap<string, Tensor>) =>
  [...parameters].map(
    ([name, { data }]) => `${name} ${Buffer.from((data as Float32Array).buffer).toString('base64')}`,
  );

for (const [name, network] of Object.entries({ residual, separable })) {
  for (const batchNorm of ['training', 'inference'] as const) {
    test(`a step goes down the slope of the loss: ${name}, batch norm in ${batchNorm} form`, async () => {
      const graph = network();
      const spec = specOf(graph, { batchNorm, optimizer: { kind: 'sgd', momentum: 0 } });
      const feeds = feedsOf(spec);
      const { outcomes, parameters } = await takeSteps(spec, feeds, [1]);
      const lossAt = async (share: number): Promise<number> => {
        const moved = new Map(
          trainableParameters(graph).map((key) => {
            const from = graph.initializers.get(key)!.data as Float32Array;
            const to = parameters.get(key)!.data as Float32Array;
            const values = from.map((value, index) => value + share * (to[index]! - value));
            return [key, float32(values, graph.initializers.get(key)!.dims)] as const;
          }),
        );
        const at = { ...spec, graph: withParameters(graph, moved) };
        return (await takeSteps(at, feeds, [0])).outcomes[0]!.loss;
      };
      // Along -gradient the loss falls by the squared norm of the gradient.
      const expected = outcomes[0]!.gradientNorm ** 2;
      const share = 2e-3 / Math.max(1, outcomes[0]!.gradientNorm);
      const slope = ((await lossAt(-share)) - (await lossAt(share))) / (2 * share);
      assert.ok(Math.abs(slope - expected) < 0.02 * expected, `${slope} is not ${expected}`);
    });
  }

  test(`the same steps give the same bytes, with one thread and with two: ${name}`, async () => {
    const spec = specOf(network(), { batch: 16 });
    const feeds = feedsOf(spec);
    const rates = [1e-2, 1e-2, 1e-2];
    const first = bytes((await takeSteps(spec, feeds, rates)).parameters);
    assert.equal(bytes((await takeSteps(spec, feeds, rates)).parameters), first);
    assert.equal(bytes((await takeSteps(spec, feeds, rates, 2)).parameters), first);
  });
}

test('a network learns a batch by heart', async () => {
  const spec = specOf(residual());
  const { outcomes } = await takeSteps(spec, feedsOf(spec), new Array(40).fill(1e-2));
  assert.ok(outcomes[0]!.loss > 1.5);
  assert.ok(outcomes.at(-1)!.loss < 0.05, `loss ${outcomes.at(-1)!.loss}`);
});

test('only the named parameters change', async () => {
  const graph = residual();
  const spec = specOf(graph, { parameters: ['conv_2.weight', 'logits.bias'], batchNorm: 'inference' });
  const { parameters } = await takeSteps(spec, feedsOf(spec), [0.1]);
  assert.equal([...parameters.keys()], ['conv_2.weight', 'logits.bias']);
  assert.not.equal(parameters.get('conv_2.weight')!.data, graph.initializers.get('conv_2.weight')!.data);
});

test('running statistics follow those of the batch', async () => {
  const graph = residual();
  const spec = specOf(graph, { statisticsMomentum: 0.25 });
  const feeds = feedsOf(spec);
  const once = (await takeSteps(spec, feeds, [0])).parameters;
  const twice = (await takeSteps(spec, feeds, [0, 0])).parameters;
  for (const [name, start] of [['norm_1.mean', 0] as const, ['norm_1.variance', 1] as const]) {
    const [first, second] = [once, twice].map((each) => each.get(name)!.data as Float32Array);
    first!.forEach((value, c) => {
      const batch = (value - 0.75 * start) / 0.25;
      assert.ok(Math.abs(second![c]! - (0.75 * value + 0.25 * batch)) < 1e-5);
      assert.is.not(batch, start);
    });
  }
});

test('the average of the parameters counts later steps more', async () => {
  const spec = specOf(residual(), { averaged: true });
  const feeds = feedsOf(spec);
  const trainer = await openTrainer(cpuEngine, buildTrainingGraph(spec), { threads: 1 });
  const name = 'conv_2.weight';
  let expected: number[] = [];
  for (const rate of [1, 3 / 4, 3 / 5, 3 / 6]) {
    await trainer.step(feeds, 0.05);
    const now = Array.from(trainer.parameters().get(name)!.data as Float32Array);
    expected = now.map((value, at) => (expected[at] ?? 0) + rate * (value - (expected[at] ?? 0)));
  }
  const averages = trainer.averages();
  const state = trainer.state();
  await trainer.close();
  const found = averages.get(name)!.data as Float32Array;
  expected.forEach((value, at) => {
    assert.ok(Math.abs(found[at]! - value) < 1e-6, `${found[at]} is not ${value}`);
  });
  const resumed = await openTrainer(cpuEngine, buildTrainingGraph(spec), { threads: 1, resume: state });
  assert.equal(resumed.averages().get(name)!.data, found);
  await resumed.close();
});

test('in inference form running statistics are used and stay', async () => {
  const graph = residual();
  const { parameters } = await takeSteps(
    specOf(graph, { batchNorm: 'inference' }),
    feedsOf(specOf(graph)),
    [0.1],
  );
  assert.not.ok(parameters.has('norm_1.mean'));
  assert.ok(parameters.has('norm_1.scale'));
});

test('a step that diverges is told, and is not taken', async () => {
  const spec = specOf(residual());
  const feeds = feedsOf(spec);
  const trainer = await openTrainer(cpuEngine, buildTrainingGraph(spec), { threads: 1 });
  await trainer.step(feeds, 1e-3);
  const before = bytes(trainer.parameters());
  const bad = { ...feeds, x: float32(new Float32Array(8 * 3 * 64).fill(Number.NaN), [8, 3, 8, 8]) };
  const outcome = await trainer.step(bad, 1e-3);
  assert.is(outcome.kind, 'diverged');
  assert.ok(Number.isNaN(outcome.loss));
  assert.equal(bytes(trainer.parameters()), before);
  assert.is((await trainer.step(feeds, 1e-3)).kind, 'stepped');
  await trainer.close();
});

test('a reshape whose constant names the batch is trained at any batch', async () => {
  const net = new NetworkDraft(rngOf(1, 'reshape'));
  const x = net.input('x', [1, 2, 4, 4]);
  const graph = net.finish('reshape', [
    net.dense(net.convolution(x, { channels: 2, kernel: 3 }), 10, 'logits'),
  ]);
  const nodes = graph.nodes.map((node) =>
    node.opType === 'Flatten'
      ? { ...node, opType: 'Reshape', inputs: [node.inputs[0]!, 'shape'], attributes: {} }
      : node,
  );
  const initializers = new Map([...graph.initializers, ['shape', int64([1, 32])] as const]);
  const spec = specOf({ ...graph, nodes, initializers });
  const { outcomes } = await takeSteps(spec, feedsOf(spec), new Array(20).fill(0.02));
  assert.ok(outcomes.at(-1)!.loss < outcomes[0]!.loss / 2);
});

test('biases of matrix products are trained, constants that scale are not', () => {
  const float = (dims: readonly number[]) => ({ dtype: 'float32' as const, dims });
  const node = (opType: string, inputs: string[], output: string) => ({
    opType,
    domain: '',
    inputs,
    outputs: [output],
    attributes: {},
  });
  const rng = rngOf(1, 'matmul');
  const graph: Graph = {
    name: 'matmul',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...float([1, 3]) }],
    outputs: [{ name: 'z', ...float([1, 4]) }],
    nodes: [
      node('MatMul', ['x', 'weight'], 'product'),
      node('Add', ['product', 'bias'], 'y'),
      node('Mul', ['y', 'scale'], 'z'),
    ],
    initializers: new Map([
      ['weight', drawn(rng, [3, 4])],
      ['bias', drawn(rng, [4])],
      ['scale', drawn(rng, [])],
    ]),
    values: new Map(['product', 'y', 'z'].map((name) => [name, float([1, 4])] as const)),
  };
  assert.equal(trainableParameters(graph), ['weight', 'bias']);
});

const refusals: Record<string, { changes: Partial<TrainingSpec>; value: string }> = {
  'a loss at a tensor that is not there': {
    changes: { losses: [{ kind: 'mse', tensor: 'nowhere', weight: 1 }] },
    value: 'nowhere',
  },
  'two losses of one name': {
    changes: {
      losses: [
        { kind: 'mse', tensor: 'logits', weight: 1 },
        { kind: 'mse', tensor: 'logits', weight: 2 },
      ],
    },
    value: 'one name',
  },
  'a reference that does not vary': {
    changes: { losses: [{ kind: 'nmse', tensor: 'logits', weight: 1, variance: 0 }] },
    value: 'variance of the reference is 0',
  },
  'no loss': { changes: { losses: [] }, value: 'no loss' },
  'a parameter that is not there': { changes: { parameters: ['ghost'] }, value: 'ghost' },
  'nothing to train': { changes: { parameters: [] }, value: 'nothing to train' },
};
for (const [name, { changes, value }] of Object.entries(refusals))
  test(`refused: ${name}`, () => {
    assert.throws(
      () => buildTrainingGraph(specOf(residual(), changes)),
      (error: unknown) =>
        error instanceof BespokeError && error.code === 'TRAIN_SPEC' && error.message.includes(value),
    );
  });

test.run();
