// Runs in the browser, bundled by webpack: what client-app.ts serves.
import { open, openInWorker, thisDevice } from 'bespoke-webpack-plugin/client';

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
        cache: false,
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

/** What is kept of opened models. */
globalThis.kept = async () => {
  const store = await caches.open('bespoke-models');
  return (await store.keys()).map(({ url }) => new URL(url).pathname);
};

/** Opens and closes a model again and again. */
globalThis.openOften = async (targets, times) => {
  for (let time = 0; time < times; time++) await (await open({ name: 'tiny', targets })).close();
};

/** The same model in a worker. */
globalThis.attemptInWorker = async (targets, name = 'tiny') => {
  const steps = [];
  try {
    const model = await openInWorker(
      { name, targets },
      { cache: false, onProgress: (step) => steps.push(step) },
    );
    const data = new Float32Array(64);
    const { logits } = await model.run({ image: { type: 'float32', data, dims: [1, 1, 8, 8] } });
    model.close();
    const late = await model.run({}).catch(({ message }) => message);
    return {
      target: model.target.name,
      provider: model.provider,
      logits: [...logits.data],
      dims: [...logits.dims],
      moved: data.length === 0,
      steps: steps.length,
      late,
    };
  } catch ({ name, message, code }) {
    return { error: { name, message, code } };
  }
};
