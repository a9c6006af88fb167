import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { trainableParameters } from '../step/trainable.js';
import { blockError } from './block-error.js';
import { BlockSamples } from './block-samples.js';
import type { ImitationJob, ImitationResult } from './imitation-job.js';
import { solveBlock } from './solve-block.js';
import { trainBlock } from './train-block.js';

export const imitateTask: WorkerTask = { file: new URL(import.meta.url), name: 'imitate' };

/** Block error below which gradient steps, with their noise, do not help what least squares found. */
const GOOD_ENOUGH = 0.02;

/**
 * Worker task: least squares, then gradient steps on the normalised squared error; the best of all on held-out samples
 * stays. One thread.
 */
export async function imitate(job: ImitationJob): Promise<ImitationResult> {
  const engine = await openEngine(job.engine, () => {});
  const samples = new BlockSamples(job.input, job.target, job.samples, job.batch);
  try {
    const start = await blockError(engine, job.graph, samples);
    let best = { graph: job.graph, error: start };
    let solved = start;
    if (job.solve.length > 0) {
      const graph = await solveBlock(job, engine, samples);
      solved = await blockError(engine, graph, samples);
      if (solved < best.error) best = { graph, error: solved };
    }
    let trained = best.error;
    if (job.steps > 0 && best.error > GOOD_ENOUGH && trainableParameters(best.graph).length > 0) {
      const graph = await trainBlock(best.graph, job, engine, samples);
      trained = await blockError(engine, graph, samples);
      if (trained < best.error) best = { graph, error: trained };
    }
    return { graph: best.graph, nmse: { start, solved, trained } };
  } finally {
    samples.close();
  }
}
