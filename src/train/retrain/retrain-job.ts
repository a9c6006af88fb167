import type { InputPlan } from '../../config/plan.js';
import type { Graph } from '../../onnx/graph.js';
import type { EngineName } from '../../runtime/engine.js';

/** What a worker needs to retrain one student whole. */
export interface RetrainJob {
  /** What trains; opened in the worker. */
  readonly engine: EngineName;
  /** Same inputs and outputs as the teacher. */
  readonly student: Graph;
  readonly teacher: Graph;
  /** Tensors at the ends of replaced blocks, which teacher and student both have under this name. */
  readonly blockEnds: readonly string[];
  /** How each graph output is compared with the teacher's: logits by KL divergence, other values by normalised squared error. */
  readonly outputs: readonly { readonly name: string; readonly kind: 'logits' | 'values' }[];
  /** A packed data set; its labels are used for the first output where it has them and that is logits. */
  readonly dataset: string;
  readonly input: InputPlan;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  /** Names the stream of random numbers. */
  readonly label: string;
  readonly threads: number;
}
