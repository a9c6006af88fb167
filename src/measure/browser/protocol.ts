import type { Comparison, LatencyOptions } from '../compare-latency.js';
import type { OutputValues } from '../output-values.js';

/** What the page tells of the device that it is open on, as JSON by POST /hello. */
export interface DeviceReport {
  readonly userAgent: string;
  /** Logical processors that the browser admits to. */
  readonly processors: number;
  /** Whether threads may share memory: only over https or on localhost, with the isolation headers. */
  readonly isolated: boolean;
  /** The WebGPU adapter; null where there is none. */
  readonly adapter: Adapter | null;
}

export interface Adapter {
  readonly description: string;
  /** Whether it computes on the processor instead of a graphics card. */
  readonly software: boolean;
}

/** Answer to /hello. */
export interface Welcome {
  /** Number of this opening of the page; earlier ones get no more work. */
  readonly visit: number;
  /** The runtime, for people. */
  readonly words: string;
  /** Of ONNX Runtime. */
  readonly provider: string;
  readonly threads: number;
  /** Whether the runtime uses them. */
  readonly hasThreads: boolean;
  /** Address of ONNX Runtime's module. */
  readonly runtimeModule: string;
  /** Folder of its WebAssembly files. */
  readonly runtimeFolder: string;
  /** Why this device cannot be measured; undefined when it can. */
  readonly refusal?: string | undefined;
}

export interface QueueProgress {
  readonly done: number;
  readonly total: number;
  /** Of what is left, by what was done so far; null at the start. */
  readonly secondsLeft: number | null;
}

/** A model that the page fetches. */
export interface ServedModel {
  readonly url: string;
  readonly sizeBytes: number;
  readonly inputs: readonly ServedInput[];
}

/** Values of one input. */
export interface ServedInput {
  readonly name: string;
  readonly dtype: 'float32' | 'uint8' | 'bool' | 'int32' | 'int64';
  readonly dims: readonly number[];
  readonly url: string;
}

/** Two models to time in turn. */
export interface CompareTask {
  readonly kind: 'compare';
  readonly id: number;
  readonly reference: ServedModel;
  readonly candidate: ServedModel;
  readonly options: LatencyOptions;
  readonly progress: QueueProgress;
}

/** A model to run once. */
export interface RunTask {
  readonly kind: 'run';
  readonly id: number;
  readonly model: ServedModel;
  /** Values of its outputs that are wanted, at most. */
  readonly most: number;
  readonly progress: QueueProgress;
}

/** Answer to GET /task: the next piece of work, or what to do without one. */
export type Task =
  | CompareTask
  | RunTask
  | { readonly kind: 'wait'; readonly progress: QueueProgress }
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly message: string }
  | { readonly kind: 'elsewhere' };

/** Outcome of a task, by POST /answer. */
export type TaskAnswer =
  | { readonly id: number; readonly comparison: Comparison }
  | { readonly id: number; readonly values: OutputValues }
  | { readonly id: number; readonly failure: string };

/** Answer to /answer. */
export interface AnswerReply {
  /** The page is to load itself again and try the same once more. */
  readonly again: boolean;
}
