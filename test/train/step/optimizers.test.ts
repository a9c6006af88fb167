import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NetworkDraft } from '../../../fixtures/networks/draft.js';
import type { Tensor } from '../../../src/onnx/tensor.js';
import { rngOf } from '../../../src/random.js';
import type { OptimizerOptions } from '../../../src/train/step/optimizer.js';
import { buildTrainingGraph } from '../../../src/train/step/training-graph.js';
import { drawFeeds, takeSteps } from './step-once.js';

const BATCH = 4;
const RATES = [0.05, 0.1, 0.02, 0.05, 0.01];

/** y = W x + b with squared error: gradients by hand. */
const net = new NetworkDraft(rngOf(1, 'linear'));
const graph = net.finish('linear', [net.dense(net.input('x', [1, 3, 1, 1]), 2, 'y')]);
const spec = (optimizer: OptimizerOptions) =>
  ({
    graph,
    batch: BATCH,
    losses: [{ kind: 'mse', tensor: 'y', weight: 1, name: 'loss' }],
    optimizer,
    batchNorm: 'inference',
  }) as const;
const feeds = drawFeeds(buildTrainingGraph(spec({ kind: 'sgd' })), rngOf(2, 'linear'));

interface Parameter {
  value: number;
  first: number;
  second: number;
  readonly decayed: boolean;
}

/** One step of an optimizer on one number; t counts from 1. */
type Rule = (parameter: Parameter, gradient: number, rate: number, t: number) => void;

/** The same training in float64. */
function reference(rule: Rule, clipNorm = Number.POSITIVE_INFINITY) {
  const of = (name: string, decayed: boolean): Parameter[] =>
    Array.from(graph.initializers.get(name)!.data as Float32Array, (value) => ({
      value,
      first: 0,
      second: 0,
      decayed,
    }));
  const [weight, bias] = [of('y.weight', true), of('y.bias', false)];
  const x = feeds.x!.data;
  const wanted = feeds['loss:reference']!.data;
  for (const [index, rate] of RATES.entries()) {
    const gradient = new Map<Parameter, number>([...weight, ...bias].map((each) => [each, 0]));
    for (let n = 0; n < BATCH; n++)
      for (let k = 0; k < 2; k++) {
        const inputs = [0, 1, 2].map((i) => Number(x[n * 3 + i]));
        const y = inputs.reduce((sum, value, i) => sum + value * weight[k * 3 + i]!.value, bias[k]!.value);
        const error = (2 * (y - Number(wanted[n * 2 + k]))) / (BATCH * 2);
        inputs.forEach((value, i) => {
          const each = weight[k * 3 + i]!;
          gradient.set(each, gradient.get(each)! + error * value);
        });
        gradient.set(bias[k]!, gradient.get(bias[k]!)! + error);
      }
    const norm = Math.hypot(...gradient.values());
    const scale = Math.min(1, clipNorm / norm);
    for (const [parameter, value] of gradient) rule(parameter, value * scale, rate, index + 1);
  }
  return { weight, bias };
}

const adam =
  (beta1: number, beta2: number, epsilon: number, decay: number): Rule =>
  (parameter, gradient, rate, t) => {
    parameter.first = beta1 * parameter.first + (1 - beta1) * gradient;
    parameter.second = beta2 * parameter.second + (1 - beta2) * gradient ** 2;
    const mean = parameter.first / (1 - beta1 ** t);
    const root = Math.sqrt(parameter.second / (1 - beta2 ** t));
    const shrink = parameter.decayed ? rate * decay * parameter.value : 0;
    parameter.value -= (rate * mean) / (root + epsilon) + shrink;
  };

const sgd =
  (momentum: number, decay: number): Rule =>
  (parameter, gradient, rate) => {
    const slope = gradient + (parameter.decayed ? decay * parameter.value : 0);
    parameter.first = momentum * parameter.first + slope;
    parameter.value -= rate * (slope + momentum * parameter.first);
  };

const cases: Record<string, { options: OptimizerOptions; rule: Rule }> = {
  Adam: { options: { kind: 'adam' }, rule: adam(0.9, 0.999, 1e-8, 0) },
  'Adam with other betas and a large epsilon': {
    options: { kind: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 0.1 },
    rule: adam(0.5, 0.9, 0.1, 0),
  },
  'Adam with decoupled decay': {
    options: { kind: 'adam', weightDecay: 0.3 },
    rule: adam(0.9, 0.999, 1e-8, 0.3),
  },
  'Adam with a clipped gradient': {
    options: { kind: 'adam', epsilon: 0.01, clipNorm: 0.2 },
    rule: adam(0.9, 0.999, 0.01, 0),
  },
  SGD: { options: { kind: 'sgd', momentum: 0 }, rule: sgd(0, 0) },
  'SGD with Nesterov momentum': { options: { kind: 'sgd' }, rule: sgd(0.9, 0) },
  'SGD with decay': { options: { kind: 'sgd', weightDecay: 0.5 }, rule: sgd(0.9, 0.5) },
  'SGD with a clipped gradient': {
    options: { kind: 'sgd', weightDecay: 0.5, clipNorm: 0.3 },
    rule: sgd(0.9, 0.5),
  },
};

const near = (actual: Tensor, expected: readonly Parameter[]) =>
  expected.forEach(({ value }, index) => {
    assert.ok(Math.abs(Number(actual.data[index]) - value) < 2e-6, `${actual.data[index]} is not ${value}`);
  });

for (const [name, { options, rule }] of Object.entries(cases)) {
  test(`${name}: five steps are those of float64`, async () => {
    const { parameters } = await takeSteps(spec(options), feeds, RATES);
    const { weight, bias } = reference(rule, options.clipNorm);
    near(parameters.get('y.weight')!, weight);
    near(parameters.get('y.bias')!, bias);
  });
}

test.run();
