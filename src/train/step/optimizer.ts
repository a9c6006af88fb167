import type { GraphBuilder } from '../gradient/builder.js';

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with bias correction; weight decay is decoupled (Loshchilov and Hutter 2019).
 */
export interface AdamOptions {
  readonly kind: 'adam';
  /** 0.9 by default. */
  readonly beta1?: number;
  /** 0.999 by default. */
  readonly beta2?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
  /** Times learning rate; not on norms and biases. 0 by default. */
  readonly weightDecay?: number;
  /** Largest global norm of the gradient; longer ones are scaled down. No limit by default. */
  readonly clipNorm?: number;
}

/** Stochastic gradient descent with Nesterov momentum; weight decay is added to the gradient. */
export interface SgdOptions {
  readonly kind: 'sgd';
  /** 0.9 by default. */
  readonly momentum?: number;
  /** Not on norms and biases. 0 by default. */
  readonly weightDecay?: number;
  /** Largest global norm of the gradient; longer ones are scaled down. No limit by default. */
  readonly clipNorm?: number;
}

export type OptimizerOptions = AdamOptions | SgdOptions;

/** Flat vectors of one element a parameter. */
export interface OptimizerInputs {
  readonly parameters: string;
  readonly gradient: string;
  /** Names of the moment inputs, as many as `moments` says. */
  readonly moments: readonly string[];
  /** 1 where a parameter is decayed, 0 elsewhere. */
  readonly decayed: string;
}

export interface OptimizerOutputs {
  readonly parameters: string;
  readonly moments: readonly string[];
}

/** One optimizer: how it is written into the graph, and which scalars a step feeds. */
export interface Optimizer {
  readonly moments: readonly string[];
  readonly scalars: readonly string[];
  emit(builder: GraphBuilder, inputs: OptimizerInputs, scalars: readonly string[]): OptimizerOutputs;
  /** Values of the scalars; the first step is 1. */
  scalarsAt(learningRate: number, step: number): readonly number[];
}
