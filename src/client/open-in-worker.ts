import { browser, type PageWorker } from './browser.js';
import { ClientError } from './client-error.js';
import type { BespokeModel } from './model.js';
import type { OpenOptions } from './open-with.js';
import type { Answer, Described, Question, Values } from './worker-protocol.js';

declare const Worker: new (address: URL, options: { readonly type: 'module' }) => PageWorker;

const CLOSED = 'the worker is closed';

/** A model that runs in a worker, so that the page stays smooth meanwhile. */
export interface WorkerModel extends Described {
  /**
   * One run. The data of the feeds move to the worker: copy them where they are needed again.
   * @throws Error what onnxruntime-web throws, or that the worker is closed
   */
  run(feeds: Readonly<Record<string, Values>>): Promise<Readonly<Record<string, Values>>>;
  /** Ends the worker, and frees all its memory. */
  close(): void;
}

/**
 * As `open`, in a worker. Bundlers make a file of its own for the worker.
 *
 * @throws ClientError UNKNOWN_TARGET, or NO_VARIANT when none of them opens
 * @throws the signal's reason when it is aborted
 */
export async function openInWorker(
  model: BespokeModel,
  { signal, onProgress, ...options }: OpenOptions = {},
): Promise<WorkerModel> {
  signal?.throwIfAborted();
  // Bundlers find the worker's file by this form.
  const worker: PageWorker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: unknown): void }>();
  let last = 0;
  let isClosed = false;
  const close = (reason: unknown = new Error(CLOSED)): void => {
    isClosed = true;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  worker.onmessage = ({ data }: { readonly data: Answer }) => {
    const { id, progress, error } = data;
    if (progress) return onProgress?.(progress);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (!error) resolve?.(data);
    else if (error.code) reject?.(new ClientError(error.code as 'NO_VARIANT', error.message, error.tried));
    else reject?.(new Error(error.message));
  };
  worker.onerror = ({ message }) => close(new Error(`the worker failed: ${message}`));
  const ask = (question: Omit<Question, 'id'>, transfer: readonly ArrayBufferLike[] = []): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error(CLOSED));
      const id = ++last;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id }, transfer);
    });
  const abort = () => close(signal!.reason);
  signal?.addEventListener('abort', abort);
  try {
    // A worker has another address than the page.
    const targets = model.targets.map((target) => ({
      ...target,
      url: new URL(target.url, browser.document.baseURI).href,
    }));
    const { opened } = await ask({ model: { ...model, targets }, options });
    return {
      ...opened!,
      run: async (feeds) =>
        (await ask({ feeds }, [...new Set(Object.values(feeds).map(({ data }) => data.buffer))])).results!,
      close,
    };
  } catch (error) {
    close(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
