import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { sizeOf, type Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import { type Loss, lossFeed, lossName } from '../../../src/train/step/loss.js';
import { buildTrainingGraph } from '../../../src/train/step/training-graph.js';
import { drawn, runGraph } from '../batch-norm/run-graph.js';
import { drawFeeds, takeSteps } from './step-once.js';

const BATCH = 3;
const CLASSES = 5;

/** [N, 5] logits out of [N, 4]. */
function classifier(): Graph {
  const net = new NetworkDraft(rngOf(1, 'classifier'));
  return net.finish('classifier', [net.dense(net.input('x', [1, 4, 1, 1]), CLASSES, 'y')]);
}

/** [N, 5, 3, 3] logits out of [N, 4, 3, 3]. */
function segmenter(): Graph {
  const net = new NetworkDraft(rngOf(1, 'segmenter'));
  return net.finish('segmenter', [
    net.convolution(net.input('x', [1, 4, 3, 3]), { channels: CLASSES, kernel: 1, bias: true }),
  ]);
}

/** Rows of classes, one a position, in float64. */
function rows({ data, dims }: Tensor): number[][] {
  const area = sizeOf(dims.slice(2));
  return Array.from({ length: dims[0]! * area }, (_, position) =>
    Array.from({ length: dims[1]! }, (_, k) =>
      Number(data[Math.floor(position / area) * dims[1]! * area + k * area + (position % area)]),
    ),
  );
}

/** The elements in float64. */
const numbers = ({ data }: Tensor): number[] => Array.from(data as Float32Array, Number);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
function softmax(logits: readonly number[], temperature = 1): number[] {
  const exponents = logits.map((value) => Math.exp(value / temperature));
  const total = exponents.reduce((sum, value) => sum + value, 0);
  return exponents.map((value) => value / total);
}

type Oracle = (output: Tensor, compared: Tensor) => number;
const squaredError: Oracle = (output, compared) =>
  mean(numbers(output).map((value, index) => (value - Number(compared.data[index])) ** 2));
const crossEntropy =
  (smoothing: number): Oracle =>
  (output, labels) =>
    mean(
      rows(output).map((logits, position) => {
        const logs = softmax(logits).map(Math.log);
        const hit = logs[Number(labels.data[position])]!;
        return -(1 - smoothing) * hit - smoothing * mean(logs);
      }),
    );
const distillation =
  (temperature: number): Oracle =>
  (output, teacher) =>
    mean(
      rows(output).map((logits, position) => {
        const p = softmax(logits, temperature);
        const q = softmax(rows(teacher)[position]!, temperature);
        return temperature ** 2 * q.reduce((sum, value, k) => sum + value * Math.log(value / p[k]!), 0);
      }),
    );

const cases: Record<string, { loss: Omit<Loss, 'tensor'>; oracle: Oracle }> = {
  'squared error': { loss: { kind: 'mse', weight: 1 }, oracle: squaredError },
  'squared error over variance, weighted': {
    loss: { kind: 'nmse', weight: 0.5, variance: 4 } as Omit<Loss, 'tensor'>,
    oracle: (output, compared) => squaredError(output, compared) / 4,
  },
  'cross-entropy with class numbers': {
    loss: { kind: 'cross-entropy', weight: 2 } as Omit<Loss, 'tensor'>,
    oracle: crossEntropy(0),
  },
  'cross-entropy with smoothed labels': {
    loss: { kind: 'cross-entropy', weight: 1, smoothing: 0.1 } as Omit<Loss, 'tensor'>,
    oracle: crossEntropy(0.1),
  },
  'distillation at temperature 1': {
    loss: { kind: 'distill', weight: 1, temperature: 1 } as Omit<Loss, 'tensor'>,
    oracle: distillation(1),
  },
  'distillation at temperature 4, weighted': {
    loss: { kind: 'distill', weight: 0.3, temperature: 4 } as Omit<Loss, 'tensor'>,
    oracle: distillation(4),
  },
};

for (const [network, graph] of Object.entries({ classifier: classifier(), segmenter: segmenter() })) {
  for (const [name, { loss: partial, oracle }] of Object.entries(cases)) {
    const tensor = graph.outputs[0]!.name;
    const loss = { ...partial, tensor } as Loss;
    const spec = {
      graph,
      batch: BATCH,
      losses: [loss],
      optimizer: { kind: 'sgd', momentum: 0 },
      batchNorm: 'inference',
    } as const;
    const draw = () => {
      const feeds = drawFeeds(buildTrainingGraph(spec), rngOf(2, name), CLASSES);
      const compared = feeds[lossFeed(loss)]!;
      return { feeds, compared };
    };

    test(`${name} of a ${network} is the formula's value`, async () => {
      const { feeds, compared } = draw();
      const { outcomes } = await takeSteps(spec, feeds, [0]);
      const expected = oracle((await runGraph(graph, { x: feeds.x! }))[tensor]!, compared);
      const value = outcomes[0]!.terms.get(lossName(loss))!;
      assert.ok(Math.abs(value - expected) < 1e-5 * Math.max(1, expected), `${value} is not ${expected}`);
      assert.ok(Math.abs(outcomes[0]!.loss - loss.weight * expected) < 1e-5 * Math.max(1, expected));
    });

    test(`${name} of a ${network} has the formula's gradient`, async () => {
      const { feeds, compared } = draw();
      const { parameters } = await takeSteps(spec, feeds, [1]);
      const bias = graph.nodes.at(-1)!.inputs[2]!;
      const output = (await runGraph(graph, { x: feeds.x! }))[tensor]!;
      const area = sizeOf(output.dims.slice(2));
      for (let k = 0; k < CLASSES; k++) {
        const moved = (by: number): Tensor => ({
          ...output,
          dtype: 'float64',
          data: Float64Array.from(
            numbers(output),
            (value, index) => value + (Math.floor(index / area) % CLASSES === k ? by : 0),
          ),
        });
        const slope = (oracle(moved(1e-4), compared) - oracle(moved(-1e-4), compared)) / 2e-4;
        const expected = Number(graph.initializers.get(bias)!.data[k]) - loss.weight * slope;
        const actual = Number(parameters.get(bias)!.data[k]);
        assert.ok(Math.abs(actual - expected) < 1e-5, `class ${k}: ${actual} is not ${expected}`);
      }
    });
  }
}

/** y = x + b, of [N, 4 + scores, 3] or [N, 3, 4 + scores]. */
function detector(dims: readonly [number, number]): Graph {
  const type = { dtype: 'float32', dims: [1, ...dims] } as const;
  return {
    name: 'detector',
    opsets: new Map([['', 18]]),
    inputs: [{ name: 'x', ...type }],
    outputs: [{ name: 'y', ...type }],
    nodes: [{ opType: 'Add', domain: '', inputs: ['x', 'b'], outputs: ['y'], attributes: {} }],
    initializers: new Map([['b', drawn(rngOf(4, 'b'), dims)]]),
    values: new Map(['x', 'y'].map((name) => [name, type])),
  };
}

for (const head of ['columns', 'rows'] as const) {
  const VALUES = 7;
  const POSITIONS = 3;
  const [scoreVariance, leastArea] = [0.2, 0.5];
  const graph = detector(head === 'columns' ? [VALUES, POSITIONS] : [POSITIONS, VALUES]);
  const loss: Loss = { kind: 'detection', tensor: 'y', weight: 0.7, head, scoreVariance, leastArea };
  /** By sample, position and value. */
  const valuesOf = (flat: readonly number[]): number[][][] =>
    Array.from({ length: BATCH }, (_, sample) =>
      Array.from({ length: POSITIONS }, (_, position) =>
        Array.from({ length: VALUES }, (_, value) => {
          const within = head === 'columns' ? value * POSITIONS + position : position * VALUES + value;
          return flat[sample * VALUES * POSITIONS + within]!;
        }),
      ),
    );
  const formula = (output: readonly number[], reference: readonly number[]): number => {
    const pairs = valuesOf(output).flatMap((sample, index) =>
      sample.map((own, position) => [own, valuesOf(reference)[index]![position]!] as const),
    );
    const sureOf = (values: readonly number[]): number =>
      head === 'columns' ? Math.max(...values.slice(4)) : values[4]! * Math.max(...values.slice(5));
    const total = pairs.reduce((sum, [, wanted]) => sum + sureOf(wanted), 1e-3);
    let value = 0;
    for (const [own, wanted] of pairs)
      for (const [index, each] of own.entries()) {
        const size = Math.max(0, wanted[2]! * wanted[3]!) + leastArea;
        const weight =
          index < 4 ? sureOf(wanted) / total / size : 1 / (pairs.length * (VALUES - 4) * scoreVariance);
        value += weight * (each - wanted[index]!) ** 2;
      }
    return value;
  };
  const spec = {
    graph,
    batch: BATCH,
    parameters: ['b'],
    losses: [loss],
    optimizer: { kind: 'sgd', momentum: 0 },
    batchNorm: 'inference',
  } as const;
  const x = drawn(rngOf(4, 'x'), [BATCH, ...graph.outputs[0]!.dims.slice(1)]);
  const reference = {
    ...x,
    data: Float32Array.from(
      { length: x.data.length },
      (_, index) => 0.1 + (0.8 * ((index * 7919) % 13)) / 13,
    ),
  };
  const own = numbers(x).map(
    (value, index) => value + numbers(graph.initializers.get('b')!)[index % (VALUES * POSITIONS)]!,
  );

  test(`boxes and scores of a detector in ${head}: the formula's value and gradient`, async () => {
    const feeds = { x, [lossFeed(loss)]: reference };
    const { outcomes, parameters } = await takeSteps(spec, feeds, [1]);
    const expected = formula(own, numbers(reference));
    assert.ok(Math.abs(outcomes[0]!.terms.get(lossName(loss))! - expected) < 1e-5 * expected);
    const before = numbers(graph.initializers.get('b')!);
    for (const [at, after] of numbers(parameters.get('b')!).entries()) {
      const moved = (by: number): number =>
        formula(
          own.map((value, index) => value + (index % before.length === at ? by : 0)),
          numbers(reference),
        );
      const slope = (0.7 * (moved(1e-4) - moved(-1e-4))) / 2e-4;
      assert.ok(Math.abs(before[at]! - slope - after) < 1e-5, `b[${at}]: ${after}`);
    }
  });
}

test('two losses at one tensor add up', async () => {
  const graph = classifier();
  const reference = drawn(rngOf(3, 'two'), [BATCH, CLASSES]);
  const loss = (name: string, weight: number): Loss => ({ kind: 'mse', tensor: 'y', weight, name });
  const spec = {
    graph,
    batch: BATCH,
    optimizer: { kind: 'sgd', momentum: 0 },
    batchNorm: 'inference',
  } as const;
  const x = drawn(rngOf(3, 'x'), [BATCH, 4, 1, 1]);
  const one = await takeSteps({ ...spec, losses: [loss('a', 1)] }, { x, 'a:reference': reference }, [0.1]);
  const two = await takeSteps(
    { ...spec, losses: [loss('a', 0.25), loss('b', 0.75)] },
    { x, 'a:reference': reference, 'b:reference': reference },
    [0.1],
  );
  assert.ok(Math.abs(one.outcomes[0]!.loss - two.outcomes[0]!.loss) < 1e-6);
  const [left, right] = [one, two].map(({ parameters }) => numbers(parameters.get('y.weight')!));
  assert.ok(left!.every((value, index) => Math.abs(value - right![index]!) < 1e-6));
});

test.run();
