/** What runs in the worker of `openInWorker`: opens one model, and runs it for whoever asks. */
import { open } from './open.js';
import type { Opened } from './open-with.js';
import type { Answer, Question, Values } from './worker-protocol.js';

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Question }) => void;
  postMessage(answer: Answer, transfer?: readonly ArrayBufferLike[]): void;
};
let opened: Opened | undefined;

scope.onmessage = async ({ data: { id, model, options, feeds } }) => {
  try {
    if (model) {
      opened = await open(model, {
        ...options,
        onProgress: (progress) => scope.postMessage({ id, progress }),
      });
      const { session: _session, ort: _ort, close: _close, ...described } = opened;
      scope.postMessage({ id, opened: described });
    } else {
      const { session, ort } = opened!;
      const tensors = Object.entries(feeds!).map(
        ([name, { type, data, dims }]) =>
          [name, new ort.Tensor(type as 'float32', data as Float32Array, dims)] as const,
      );
      const results: Record<string, Values> = {};
      for (const [name, { type, data, dims }] of Object.entries(
        await session.run(Object.fromEntries(tensors)),
      ))
        results[name] = { type, data: data as Float32Array, dims };
      scope.postMessage(
        { id, results },
        Object.values(results).map(({ data }) => data.buffer),
      );
    }
  } catch (error) {
    const { message, code, tried } = error as Error & { code?: string; tried?: never };
    scope.postMessage({ id, error: { message, code, tried } });
  }
};
