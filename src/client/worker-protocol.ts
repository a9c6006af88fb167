import type { Refusal } from './client-error.js';
import type { FetchProgress } from './fetch-model.js';
import type { BespokeModel } from './model.js';
import type { Opened, OpenOptions } from './open-with.js';

/** A tensor as it goes to a worker and comes back. */
export interface Values {
  /** 'float32', 'uint8', 'int64', … */
  readonly type: string;
  readonly data: Float32Array | Uint8Array | Int32Array | BigInt64Array;
  readonly dims: readonly number[];
}

/** What can be said of an opened model in another thread. */
export type Described = Omit<Opened, 'session' | 'ort' | 'close'>;

/** To the worker: a model to open, or feeds to run. */
export interface Question {
  readonly id: number;
  readonly model?: BespokeModel;
  readonly options?: Omit<OpenOptions, 'signal' | 'onProgress'>;
  readonly feeds?: Readonly<Record<string, Values>>;
}

/** From the worker. */
export interface Answer {
  readonly id: number;
  readonly progress?: FetchProgress;
  readonly opened?: Described;
  readonly results?: Readonly<Record<string, Values>>;
  readonly error?: {
    readonly message: string;
    readonly code?: string | undefined;
    readonly tried?: readonly Refusal[] | undefined;
  };
}
