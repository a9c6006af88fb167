import type { Graph } from '../../src/onnx/graph.js';
import { openEngine } from '../../src/runtime/engines.js';
import { BlockSamples } from '../../src/train/imitate/block-samples.js';
import { blockError, solveBlock } from '../../src/train/imitate/imitate.js';
import type { ImitationJob } from '../../src/train/imitate/imitation-job.js';
import { trainBlock } from '../../src/train/imitate/train-block.js';

/** Adam alone against least squares first, for one alternative; errors are block errors on held-out samples. */
export interface StartComparison {
  /** Steps that Adam alone takes. */
  readonly steps: number;
  readonly start: number;
  /** Of Adam alone at its end. */
  readonly adam: number;
  /** Of least squares without a step. */
  readonly closed: number;
  /** Steps after which Adam alone is as good as the closed form; undefined for never. */
  readonly adamReaches: number | undefined;
  /** Steps from the closed form after which it is as good as Adam alone at its end; undefined for never. */
  readonly closedReaches: number | undefined;
  readonly solveSeconds: number;
  readonly adamSeconds: number;
}

/** Looks at the error so many times on the way. */
const LOOKS = 15;

/**
 * Both start from the graph of the job. Adam's rate decays over the steps it has: from the closed form it first gets a
 * fifth of them, and all of them where that was too few.
 */
export async function compareStarts(job: ImitationJob): Promise<StartComparison> {
  const engine = await openEngine('cpu', () => {});
  const samples = new BlockSamples(job);
  const every = Math.max(1, Math.round(job.steps / LOOKS));
  try {
    const errorOf = (graph: Graph): Promise<number> => blockError(engine, graph, samples);
    const began = performance.now();
    const solved = await solveBlock(job, engine, samples);
    const solveSeconds = (performance.now() - began) / 1000;
    const [start, closed] = [await errorOf(job.graph), await errorOf(solved)];

    let adamReaches = start <= closed ? 0 : undefined;
    const trainingBegan = performance.now();
    const trained = await trainBlock(job.graph, job, engine, samples, {
      every,
      async reached(step, graph) {
        if ((await errorOf(graph)) <= closed) adamReaches ??= step;
        return false;
      },
    });
    const adamSeconds = (performance.now() - trainingBegan) / 1000;
    const adam = await errorOf(trained);

    let closedReaches = closed <= adam ? 0 : undefined;
    for (const steps of [Math.floor(job.steps / 5), job.steps]) {
      if (closedReaches !== undefined) break;
      await trainBlock(solved, { ...job, steps }, engine, samples, {
        every: Math.max(1, Math.round(steps / LOOKS)),
        async reached(step, graph) {
          if ((await errorOf(graph)) <= adam) closedReaches = step;
          return closedReaches !== undefined;
        },
      });
    }
    return { steps: job.steps, start, adam, closed, adamReaches, closedReaches, solveSeconds, adamSeconds };
  } finally {
    samples.close();
  }
}
