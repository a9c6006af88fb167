import type { Tensor } from '../onnx/tensor.js';

export type EngineName = 'cpu' | 'webgpu' | 'cuda' | 'tensorflow';

export interface EngineOptions {
  /** Threads inside one operator. */
  readonly threads: number;
  /** How far the engine may rewrite the graph; 'all' includes layouts that are tied to this machine. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /**
   * Whether ONNX Runtime works as it does when an app says nothing: threads spin while they wait for each other, faster
   * alone on the machine, ruin beside other processes; and memory of the first run is kept beside a plan for the later
   * ones, twice as much for the same time. Default false; true where latency is measured.
   */
  readonly asInApp?: boolean;
  /**
   * The folder of the weight files that the model names. The `cpu` engine maps them, and keeps neither memory nor
   * packed weights from run to run: for models that are run once, in little memory.
   */
  readonly weightsFolder?: string;
}

export type Feeds = Readonly<Record<string, Tensor>>;

/** An open graph. `run` may hold its thread until it is done: use it in a worker process. */
export interface EngineSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Shapes of the outputs as far as they are known before a run; -1 is an open dimension. */
  readonly outputShapes?: ReadonlyMap<string, readonly number[]>;
  /**
   * Runs the graph; `outputs` limits what is fetched.
   * @throws BespokeError ENGINE_RUN when a feed is missing or has the wrong type or shape, or an operator fails.
   */
  run(feeds: Feeds, outputs?: readonly string[]): Promise<Record<string, Tensor>>;
  close(): Promise<void>;
}

/** Opens graphs. One file an engine; which one to use is decided once, in `engines.ts`. */
export interface Engine {
  readonly name: EngineName;
  /** @throws BespokeError ENGINE_OPEN when the engine refuses the model. */
  open(model: Uint8Array, options: EngineOptions): Promise<EngineSession>;
  /**
   * How many channels the engine's convolutions on blocked layouts hold together on this machine, for graphs whose
   * convolutions have computed weights; undefined, as without the method, where it has none.
   */
  channelBlock?(): Promise<number | undefined>;
}
