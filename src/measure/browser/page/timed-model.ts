import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { TimedModel } from '../../compare-latency.js';
import { type OutputValues, spreadValues } from '../../output-values.js';
import type { ServedInput, ServedModel, Welcome } from '../protocol.js';
import type { Talk } from './talk.js';

/** What is used of ONNX Runtime's module. */
export interface WebRuntime {
  readonly env: {
    logLevel?: string;
    readonly wasm: { numThreads?: number; wasmPaths?: string };
  };
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (
    type: 'float32' | 'uint8',
    data: Float32Array | Uint8Array,
    dims: readonly number[],
  ) => Tensor;
}

/** Code that runs often is compiled anew by the browser; models run this long before that is taken as done. */
const SETTLE_MS = 100;
/** The first models of a page bring code with them that all use. */
const FIRST_SETTLE_MS = 1000;
const FIRST_MODELS = 2;

export async function loadRuntime(welcome: Welcome): Promise<WebRuntime> {
  const runtime = (await import(welcome.runtimeModule)) as WebRuntime;
  runtime.env.logLevel = 'error';
  runtime.env.wasm.numThreads = welcome.threads;
  runtime.env.wasm.wasmPaths = welcome.runtimeFolder;
  return runtime;
}

/** Opens models as an app does: everything optimised, data in and out by way of the page. */
export class ModelOpener {
  readonly #runtime: WebRuntime;
  readonly #provider: string;
  readonly #talk: Talk;
  #opened = 0;

  constructor(runtime: WebRuntime, provider: string, talk: Talk) {
    this.#runtime = runtime;
    this.#provider = provider;
    this.#talk = talk;
  }

  async open(model: ServedModel): Promise<TimedModel> {
    const { session, feeds } = await this.#load(model);
    const run = () => session.run(feeds);
    try {
      const settleMs = this.#opened++ < FIRST_MODELS ? FIRST_SETTLE_MS : SETTLE_MS;
      const start = performance.now();
      do await run();
      while (performance.now() - start < settleMs);
    } catch (error) {
      await session.release();
      throw error;
    }
    return { run, close: () => session.release() };
  }

  /** What a model gives: so many values at most. */
  async values(model: ServedModel, most: number): Promise<OutputValues> {
    const { session, feeds } = await this.#load(model);
    try {
      const results = await session.run(feeds);
      return spreadValues(
        session.outputNames.map((name) => results[name]!.data as Float32Array),
        most,
      );
    } finally {
      await session.release();
    }
  }

  async #load(
    model: ServedModel,
  ): Promise<{ readonly session: InferenceSession; readonly feeds: Record<string, Tensor> }> {
    const session = await this.#runtime.InferenceSession.create(
      new Uint8Array(await this.#talk.bytes(model.url)),
      { executionProviders: [this.#provider], graphOptimizationLevel: 'all' },
    );
    const feeds: Record<string, Tensor> = {};
    for (const { name, dtype, dims, url } of model.inputs) {
      const bytes = await this.#talk.bytes(url);
      feeds[name] = new this.#runtime.Tensor(dtype as 'float32', valuesOf(dtype, bytes), dims);
    }
    return { session, feeds };
  }
}

/** ONNX Runtime's tensors take one class of array for each type. */
function valuesOf(dtype: ServedInput['dtype'], bytes: ArrayBuffer): Float32Array {
  const classes = {
    float32: Float32Array,
    uint8: Uint8Array,
    bool: Uint8Array,
    int32: Int32Array,
    int64: BigInt64Array,
  };
  return new classes[dtype](bytes) as Float32Array;
}
