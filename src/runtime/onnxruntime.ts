import type * as Onnxruntime from 'onnxruntime-node';
import { BespokeError } from '../errors.js';
import type { Tensor } from '../onnx/tensor.js';
import type { Engine, EngineName, Feeds, OpenOptions, Session } from './engine.js';
import { fromOrt, toOrt } from './onnxruntime-tensor.js';

type Ort = typeof Onnxruntime;
type SessionOptions = Onnxruntime.InferenceSession.SessionOptions;

/** Loads the native library, which takes about 60 ms, when the first graph is opened. */
export const loadOnnxruntime = (): Promise<Ort> => import('onnxruntime-node');

/** An engine on ONNX Runtime; `providers` are tried in order, operator by operator. */
export function onnxruntimeEngine(name: EngineName, providers: readonly string[]): Engine {
  return {
    name,
    async open(model, options) {
      const ort = await loadOnnxruntime();
      try {
        const session = await ort.InferenceSession.create(model, sessionOptions(providers, options));
        return openSession(ort, session, name);
      } catch (cause) {
        throw openError(name, cause as Error);
      }
    },
  };
}

function sessionOptions(providers: readonly string[], options: OpenOptions): SessionOptions {
  return {
    executionProviders: providers,
    graphOptimizationLevel: options.optimization ?? 'all',
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    // Without force_spinning_stop the threads go on spinning after a run, against whatever runs next.
    extra: {
      session: { intra_op: { allow_spinning: options.spinning ? '1' : '0' }, force_spinning_stop: '1' },
    },
  };
}

function openSession(ort: Ort, session: Onnxruntime.InferenceSession, engine: EngineName): Session {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
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

const openError = (engine: EngineName, cause: Error): BespokeError =>
  new BespokeError({
    code: 'ENGINE_OPEN',
    what: `the ${engine} engine refuses the model: ${cause.message}`,
    cause,
  });

const runError = (engine: EngineName, cause: Error): BespokeError =>
  new BespokeError({
    code: 'ENGINE_RUN',
    what: `the ${engine} engine cannot run the model: ${cause.message}`,
    cause,
  });
