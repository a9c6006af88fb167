import { BespokeError } from '../../errors.js';
import type { Graph, ValueInfo } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { backward } from '../gradient/backward.js';
import { GraphBuilder } from '../gradient/builder.js';
import { adam } from './adam.js';
import { AVERAGE_INPUT, addAverage, averageRate } from './average.js';
import { emitDetectionLoss } from './detection-loss.js';
import type { EmittedLoss } from './emitted-loss.js';
import { flatLayout, flatSize, type Slot } from './flat-layout.js';
import { decayMask, flatten, initialParameters, joinGradients, splitParameters } from './flat-parameters.js';
import { placeForward } from './forward.js';
import { type Loss, lossFeed, lossName } from './loss.js';
import type { OptimizerOptions } from './optimizer.js';
import { addRunningStatistics } from './running-statistics.js';
import { sgd } from './sgd.js';
import { emitCrossEntropy, emitDistill } from './softmax-loss.js';
import { emitSquaredError, squaredNorm } from './squared-error.js';
import type { StateVector } from './state-vector.js';
import { trainableParameters } from './trainable.js';

export interface TrainingSpec {
  /** In normal form, shapes at batch 1. */
  readonly graph: Graph;
  readonly batch: number;
  /** Names of the float32 initializers to train; {@link trainableParameters} by default. */
  readonly parameters?: readonly string[];
  readonly losses: readonly Loss[];
  readonly optimizer: OptimizerOptions;
  /** Whether batch norms use the batch's statistics or the running ones, which then stay as they are. */
  readonly batchNorm: 'training' | 'inference';
  /** Share of the batch's statistics in new running ones; 0.1 by default. */
  readonly statisticsMomentum?: number;
  /** Whether an average of the parameters over the steps is kept beside them; not by default. */
  readonly averaged?: boolean;
  /** Of the engine that is to run it: see {@link Engine.channelBlock}; none by default. */
  readonly channelBlock?: number | undefined;
}

export interface LossTerm {
  readonly name: string;
  readonly output: string;
  readonly weight: number;
}

/** One training step as an ONNX graph: forward, backward and optimizer. */
export interface TrainingGraph {
  readonly graph: Graph;
  readonly batch: number;
  /** What a step is fed: the network's inputs and what the losses compare with, in this order. */
  readonly feeds: readonly ValueInfo[];
  readonly terms: readonly LossTerm[];
  /** Scalar output: squared norm of the whole gradient before clipping. */
  readonly gradientNorm: string;
  readonly state: readonly StateVector[];
  /** The one of `state` that holds the average of the parameters, laid out as they are. */
  readonly average: { readonly input: string; readonly slots: readonly Slot[] } | undefined;
  /** Scalar inputs of the optimizer, by name; the first step is 1. */
  scalarsAt(learningRate: number, step: number): Readonly<Record<string, number>>;
}

/**
 * Writes the training step. Parameters, moments and running statistics each are one flat vector, so that the optimizer
 * is a dozen nodes whatever the network.
 *
 * @throws BespokeError TRAIN_SPEC when a loss or parameter names nothing in the graph or nothing is to train,
 * TRAIN_SHAPE when a shape is not known, and what `backward` throws for an operator without a gradient.
 */
export function buildTrainingGraph(spec: TrainingSpec): TrainingGraph {
  const { graph, batch } = spec;
  const initial = new Map(initialParameters(graph, spec.parameters ?? trainableParameters(graph)));
  const optimizer = spec.optimizer.kind === 'adam' ? adam(spec.optimizer) : sgd(spec.optimizer);
  const builder = new GraphBuilder('step/', graph.opsets.get(''), spec.channelBlock);
  const slots = flatLayout(initial);
  const size = flatSize(slots);
  const vector = (name: string) => builder.input(`state/${name}`, { dtype: 'float32', dims: [size] });
  const parameters = vector('parameters');
  const moments = optimizer.moments.map(vector);
  const scalars = optimizer.scalars.map((name) =>
    builder.input(`optimizer/${name}`, { dtype: 'float32', dims: [] }),
  );
  splitParameters(builder, parameters, slots);

  const forward = placeForward(builder, graph, batch, spec.batchNorm);
  const emitted = checkedLosses(builder, spec.losses).map((loss) => ({ loss, ...emitLoss(builder, loss) }));
  const seeds = new Map<string, string>();
  for (const { loss, seed } of emitted) {
    const other = seeds.get(loss.tensor);
    seeds.set(loss.tensor, other === undefined ? seed : builder.plus(other, seed));
  }
  const gradients = backward(builder, forward.nodes, seeds, new Set(initial.keys()));
  const gradient = joinGradients(builder, slots, gradients);
  const squared = squaredNorm(builder, gradient);
  const next = optimizer.emit(
    builder,
    {
      parameters,
      moments,
      gradient: clipped(builder, gradient, squared, spec.optimizer.clipNorm),
      decayed: builder.constant(float32(decayMask(slots), [size])),
    },
    scalars,
  );
  const running = addRunningStatistics(builder, graph, forward.statistics, spec.statisticsMomentum ?? 0.1);
  const trained = { input: parameters, output: next.parameters, initial: flatten(slots, initial), slots };
  const average = spec.averaged ? addAverage(builder, trained) : undefined;
  const state: StateVector[] = [
    trained,
    ...moments.map((input, index) => ({
      input,
      output: next.moments[index]!,
      initial: new Float32Array(size),
      slots: [],
    })),
    ...(running === undefined ? [] : [running]),
    ...(average === undefined ? [] : [average]),
  ];
  const terms = emitted.map(({ loss, value }) => ({
    name: lossName(loss),
    output: value,
    weight: loss.weight,
  }));
  const outputs = [...terms.map(({ output }) => output), squared, ...state.map(({ output }) => output)];
  const step = builder.finish([...new Set(outputs)]);
  const fed = new Set([...graph.inputs.map(({ name }) => name), ...spec.losses.map(lossFeed)]);
  return {
    graph: step,
    batch,
    feeds: step.inputs.filter(({ name }) => fed.has(name)),
    terms,
    gradientNorm: squared,
    state,
    average: average && { input: average.input, slots },
    scalarsAt(learningRate, at) {
      const values = optimizer.scalarsAt(learningRate, at);
      const named = scalars.map((name, index) => [name, values[index]!] as const);
      return Object.fromEntries(average ? [...named, [AVERAGE_INPUT, averageRate(at)] as const] : named);
    },
  };
}

/** The gradient, scaled down to a norm of at most `limit`; `squared` is its squared norm. */
function clipped(
  builder: GraphBuilder,
  gradient: string,
  squared: string,
  limit: number | undefined,
): string {
  if (limit === undefined) return gradient;
  const norm = builder.plus(builder.unary('Sqrt', squared), builder.scalar(1e-12));
  const ratio = builder.over(builder.scalar(limit), norm);
  return builder.times(gradient, builder.binary('Min', ratio, builder.scalar(1)));
}

/** Writes a loss behind the forward pass; declares its feed. */
function emitLoss(builder: GraphBuilder, loss: Loss): EmittedLoss {
  switch (loss.kind) {
    case 'mse':
    case 'nmse':
      return emitSquaredError(builder, loss);
    case 'distill':
      return emitDistill(builder, loss);
    case 'cross-entropy':
      return emitCrossEntropy(builder, loss);
    case 'detection':
      return emitDetectionLoss(builder, loss);
  }
}

/** The losses, when the graph so far has what they look at. @throws BespokeError TRAIN_SPEC */
function checkedLosses(builder: GraphBuilder, losses: readonly Loss[]): readonly Loss[] {
  if (losses.length === 0) throw new BespokeError({ code: 'TRAIN_SPEC', what: 'no loss to train by' });
  const names = new Set<string>();
  for (const loss of losses) {
    const what = problem(builder, loss, names);
    if (what !== undefined)
      throw new BespokeError({ code: 'TRAIN_SPEC', what, where: `loss ${lossName(loss)}` });
    names.add(lossName(loss));
  }
  return losses;
}

function problem(builder: GraphBuilder, loss: Loss, names: ReadonlySet<string>): string | undefined {
  if (names.has(lossName(loss))) return 'two losses have one name';
  if (!builder.has(loss.tensor)) return `no tensor '${loss.tensor}' in the network`;
  const variance = varianceIn(loss);
  if (variance !== undefined && !(variance > 0 && Number.isFinite(variance)))
    return `the variance of the reference is ${variance}, not a positive number`;
  return undefined;
}

function varianceIn(loss: Loss): number | undefined {
  if (loss.kind === 'nmse') return loss.variance;
  return loss.kind === 'detection' ? loss.scoreVariance : undefined;
}
