// Runs in the browser, bundled by webpack: what client-app.ts serves.
import { open, thisDevice } from 'bespoke-webpack-plugin/client';

globalThis.thisDevice = thisDevice;

/** Opens a model, runs it once on zeros, releases it, and tells all of it in plain values. */
globalThis.attempt = async ({ targets, options: { abortAtBytes, ...options } = {} }) => {
  const progress = [];
  const controller = new AbortController();
  if (abortAtBytes === 0) controller.abort();
  try {
    const opened = await open(
      { name: 'tiny', targets },
      {
        ...options,
        signal: controller.signal,
        onProgress(step) {
          progress.push(step);
          if (step.loadedBytes >= abortAtBytes) controller.abort();
        },
      },
    );
    const { session, ort, target, provider, threads, tried, latencyMs } = opened;
    const { logits } = await session.run({
      image: new ort.Tensor('float32', new Float32Array(64), [1, 1, 8, 8]),
    });
    await session.release();
    return {
      opened: {
        target: target.name,
        provider,
        threads,
        wasmThreads: ort.env.wasm.numThreads,
        latencies: Object.keys(latencyMs).sort(),
        tried,
        logits: [...logits.data],
      },
      progress,
    };
  } catch ({ name, message, code }) {
    return { error: { name, message, code }, progress };
  }
};
