import type { InferenceSession } from 'onnxruntime-web';
import type { Provider } from './browser-runtimes.js';
import { cachedModel } from './cached-model.js';
import { ClientError, type Refusal } from './client-error.js';
import type { Device } from './device.js';
import { type FetchProgress, fetchModel } from './fetch-model.js';
import type { BespokeModel } from './model.js';
import type { Ort } from './ort.js';
import { type PickOptions, pick, type Variant } from './pick.js';
import { probe } from './probe.js';

/**
 * With `withinMs` every variant is timed when it is open, and the first that is quick enough is taken, else the
 * quickest.
 */
export interface OpenOptions extends PickOptions {
  /** Instead of what the page finds out about the device that it is on. */
  readonly device?: Device | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether the file is kept in the browser's cache, so that the next visit works offline. Default: true. */
  readonly cache?: boolean | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Further options of the session. */
  readonly session?: InferenceSession.SessionOptions | undefined;
}

export interface Opened extends Variant {
  readonly session: InferenceSession;
  /** The build that runs the session; its `Tensor` makes the inputs. */
  readonly ort: Ort;
  /** Milliseconds of one run here by name of target, of those that were timed. */
  readonly latencyMs: Readonly<Record<string, number>>;
  /** Why others do not run. */
  readonly tried: readonly Refusal[];
  /** Frees the memory of the session. */
  close(): Promise<void>;
}

/**
 * As `open`, with the build of onnxruntime-web that the app brings, or a function that loads one. Threads are set
 * before the first session of a page opens; onnxruntime-web keeps their number for those that follow.
 *
 * @throws ClientError UNKNOWN_TARGET, or NO_VARIANT when none of them opens
 * @throws the signal's reason when it is aborted
 */
export async function openWith(
  ort: Ort | ((provider: Provider) => Ort | Promise<Ort>),
  model: BespokeModel,
  { device, signal, cache = true, onProgress, session: more, ...options }: OpenOptions = {},
): Promise<Opened> {
  const { variants, refused } = await pick(model, device, options);
  const { withinMs } = options;
  const tried = [...refused];
  const latencyMs: Record<string, number> = {};
  let quickest: Opened | undefined;
  const drop = async ({ session, target: { name } }: Opened): Promise<void> => {
    tried.push({ target: name, reason: `takes ${latencyMs[name]!.toFixed(1)} ms here` });
    await session.release();
  };
  for (const variant of variants) {
    const { target, provider, threads } = variant;
    let session: InferenceSession | undefined;
    try {
      const build = typeof ort === 'function' ? await ort(provider) : ort;
      const bytes = cache
        ? await cachedModel(model.name, target, signal, onProgress)
        : await fetchModel(target, signal, onProgress);
      build.env.wasm.numThreads = threads;
      session = await build.InferenceSession.create(bytes, { ...more, executionProviders: [provider] });
      const ms = await probe(session, build, withinMs === undefined ? 0 : 5);
      signal?.throwIfAborted();
      const running = session;
      const close = () => running.release();
      const opened = { ...variant, session, ort: build, latencyMs, tried, close };
      if (ms !== undefined) latencyMs[target.name] = ms;
      if (withinMs === undefined || ms === undefined || ms <= withinMs) {
        if (quickest) await drop(quickest);
        return opened;
      }
      if (!quickest || ms < latencyMs[quickest.target.name]!) {
        const slower: Opened | undefined = quickest;
        quickest = opened;
        if (slower) await drop(slower);
      } else await drop(opened);
    } catch (error) {
      await session?.release().catch(() => undefined);
      if (signal?.aborted) {
        await quickest?.session.release();
        throw signal.reason;
      }
      tried.push({ target: target.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (quickest) return quickest;
  throw new ClientError('NO_VARIANT', `no variant of '${model.name}' opened`, tried);
}
