import type { ActivationRef, SolveStep } from '../../house/alternative.js';
import type { Graph } from '../../onnx/graph.js';
import type { EngineName } from '../../runtime/engine.js';

/** What a worker needs to make one alternative imitate what it replaces. Paths name activation files. */
export interface ImitationJob {
  /** What trains; opened in the worker. */
  readonly engine: EngineName;
  readonly graph: Graph;
  readonly solve: readonly SolveStep[];
  /** The teacher's activations at both ends. */
  readonly input: string;
  readonly target: string;
  /** The teacher's input, where the graph has it as its second: see `extract`. */
  readonly row?: string | undefined;
  readonly references: readonly { readonly ref: ActivationRef; readonly path: string }[];
  /** Samples of `input` and `target` to be used; the last eighth of them is held out. */
  readonly samples: number;
  /** Samples for least squares; references have at least as many. */
  readonly solveSamples: number;
  readonly batch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Names the stream of random numbers. */
  readonly label: string;
}

/** Block error: squared error over variance of the target, on held-out samples, before and after each part. */
export interface BlockError {
  readonly start: number;
  readonly solved: number;
  readonly trained: number;
}

export interface ImitationResult {
  /** The best of start, solved and trained on the held-out samples; batch norm folded. */
  readonly graph: Graph;
  readonly nmse: BlockError;
  /** That it took. */
  readonly seconds: number;
}
