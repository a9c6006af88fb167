import type * as Onnxruntime from 'onnxruntime-node';
import { BespokeError } from '../errors.js';
import type { Tensor } from '../onnx/tensor.js';
import type { Engine, EngineName, EngineOptions, EngineSession, Feeds } from './engine.js';
import { fromOrt, toOrt } from './onnxruntime-tensor.js';
import { plainMessage } from './plain-message.js';

type Ort = typeof Onnxruntime;
type SessionOptions = Onnxruntime.InferenceSession.SessionOptions;

export interface ExecutionProvider {
  readonly engine: EngineName;
  /** ONNX Runtime's name of it; operators that it lacks run on the CPU. */
  readonly name: string;
  /** The error for a machine without it, when this message says so. */
  readonly unavailable?: (message: string) => BespokeError | undefined;
}

/**
 * Loads the native library, which takes about 60 ms, when the first graph is opened. From version 1.30 on it would
 * record each session in the home folder and look for a server to send that to: off, unless the user says otherwise.
 */
export async function loadOnnxruntime(): Promise<Ort> {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  const ort = await import('onnxruntime-node');
  // Whatever the library reports comes as an error too; its log would say it twice.
  ort.env.logLevel = 'fatal';
  return ort;
}

/** An engine on one of ONNX Runtime's providers. */
export function onnxruntimeEngine(provider: ExecutionProvider): Engine {
  return {
    name: provider.engine,
    async open(model, options) {
      const ort = await loadOnnxruntime();
      try {
        const session = await ort.InferenceSession.create(model, sessionOptions(provider, options));
        return openSession(ort, session, provider.engine);
      } catch (cause) {
        throw openError(provider, cause as Error);
      }
    },
  };
}

function sessionOptions(provider: ExecutionProvider, options: EngineOptions): SessionOptions {
  return {
    executionProviders: [provider.name],
    graphOptimizationLevel: options.optimization ?? 'all',
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    // Without force_spinning_stop the threads go on spinning after a run, against whatever runs next.
    extra: {
      session: {
        intra_op: { allow_spinning: options.asInApp ? '1' : '0' },
        force_spinning_stop: '1',
        ...(options.weightsFolder === undefined ? {} : mappedFrom(options.weightsFolder)),
      },
    },
    enableMemPattern: options.asInApp ?? false,
    ...(options.weightsFolder === undefined ? {} : { enableCpuMemArena: false }),
  };
}

/** Settings of a session that maps its weights from files of this folder. */
export const mappedFrom = (folder: string): Readonly<Record<string, string>> => ({
  model_external_initializers_file_folder_path: folder,
  // Packing copies them.
  disable_prepacking: '1',
});

function openSession(ort: Ort, session: Onnxruntime.InferenceSession, engine: EngineName): EngineSession {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    get outputShapes() {
      return shapesOf(session.outputMetadata);
    },
    async run(feeds: Feeds, outputs: readonly string[] = session.outputNames) {
      const ortFeeds: Record<string, Onnxruntime.Tensor> = {};
      for (const [input, tensor] of Object.entries(feeds)) ortFeeds[input] = toOrt(ort, tensor, input);
      let results: Onnxruntime.InferenceSession.OnnxValueMapType;
      try {
        results = await session.run(ortFeeds, outputs);
      } catch (cause) {
        throw runError(engine, cause as Error);
      }
      const fetched: Record<string, Tensor> = {};
      for (const output of outputs) fetched[output] = fromOrt(results[output] as Onnxruntime.Tensor);
      return fetched;
    },
    close: () => session.release(),
  };
}

function shapesOf(
  metadata: readonly Onnxruntime.InferenceSession.ValueMetadata[],
): ReadonlyMap<string, readonly number[]> {
  const tensors = metadata.flatMap((each) => (each.isTensor ? [each] : []));
  return new Map(
    tensors.map(({ name, shape }) => [name, shape.map((dim) => (typeof dim === 'number' ? dim : -1))]),
  );
}

function openError({ engine, unavailable }: ExecutionProvider, cause: Error): BespokeError {
  const what = `the ${engine} engine refuses the model: ${plainMessage(cause.message)}`;
  return unavailable?.(cause.message) ?? new BespokeError({ code: 'ENGINE_OPEN', what, cause });
}

const runError = (engine: EngineName, cause: Error): BespokeError =>
  new BespokeError({
    code: 'ENGINE_RUN',
    what: `the ${engine} engine cannot run the model: ${plainMessage(cause.message)}`,
    cause,
  });
