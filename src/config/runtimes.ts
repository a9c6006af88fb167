import type { Precision } from './precision-plan.js';

/** What times the models of a runtime; `src/measure/open-latency-source.ts` has the functions by these names. */
export type MeasurerName = 'process' | 'browser';

/** All that the rest of the package needs to know of a runtime. */
export interface RuntimeTraits {
  /** For people. */
  readonly words: string;
  /** Where an app runs its models. */
  readonly place: 'node' | 'browser';
  /** ONNX Runtime's name of the execution provider. */
  readonly provider: string;
  /** Threads of one inference where the configuration does not say. */
  readonly defaultThreads: number;
  /** Whether one inference uses more than one thread where the target allows it. */
  readonly hasThreads: boolean;
  /** Whether it computes on a graphics adapter, so that a device without one cannot run it. */
  readonly needsAdapter: boolean;
  /** Precisions that it computes in. Any other only makes files smaller: values are converted before they are used. */
  readonly computesIn: readonly Precision[];
  readonly measurer: MeasurerName;
}

/** Every runtime that a target can name. Decisions read its traits, never its name. */
export const RUNTIMES = {
  'onnxruntime-node/cpu': {
    words: 'ONNX Runtime for Node, CPU',
    place: 'node',
    provider: 'cpu',
    defaultThreads: 1,
    hasThreads: true,
    needsAdapter: false,
    computesIn: ['float32', 'int8'],
    measurer: 'process',
  },
  'onnxruntime-web/wasm': {
    words: 'ONNX Runtime Web, WebAssembly',
    place: 'browser',
    provider: 'wasm',
    defaultThreads: 1,
    hasThreads: true,
    needsAdapter: false,
    computesIn: ['float32', 'int8'],
    measurer: 'browser',
  },
  'onnxruntime-web/webgpu': {
    words: 'ONNX Runtime Web, WebGPU',
    place: 'browser',
    provider: 'webgpu',
    defaultThreads: 1,
    hasThreads: false,
    needsAdapter: true,
    computesIn: ['float32', 'float16'],
    measurer: 'browser',
  },
} as const satisfies Readonly<Record<string, RuntimeTraits>>;

export type Runtime = keyof typeof RUNTIMES;

/** Execution providers of the runtimes that a measurer times. */
export type ProviderOf<Name extends MeasurerName> = Extract<
  (typeof RUNTIMES)[Runtime],
  { readonly measurer: Name }
>['provider'];

export const traitsOf = (runtime: Runtime): RuntimeTraits => RUNTIMES[runtime];

/** A runtime that is timed in a process of this machine. */
export const PROCESS_RUNTIME = (Object.keys(RUNTIMES) as Runtime[]).find(
  (runtime) => traitsOf(runtime).measurer === 'process',
)!;

/** The names of the runtimes that are so, for messages: "'a' or 'b'". */
export const runtimesText = (isSo: (traits: RuntimeTraits) => boolean): string =>
  (Object.keys(RUNTIMES) as Runtime[])
    .filter((runtime) => isSo(traitsOf(runtime)))
    .map((runtime) => `'${runtime}'`)
    .join(' or ');
