import { openActivations } from '../../data/activation-reader.js';
import type { Graph } from '../../onnx/graph.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine } from '../../runtime/engine.js';
import { openEngine } from '../../runtime/engines.js';
import type { WorkerTask } from '../../runtime/workers.js';
import { solveInOrder } from '../solve/solve-in-order.js';
import { trainableParameters } from '../step/trainable.js';
import { BlockSamples } from './block-samples.js';
import type { ImitationJob, ImitationResult } from './imitation-job.js';
import { trainBlock } from './train-block.js';

export const imitateTask: WorkerTask = { file: new URL(import.meta.url), name: 'imitate' };

/** Block error below which gradient steps, with their noise, do not help what least squares found. */
const GOOD_ENOUGH = 0.02;

/**
 * Worker task: least squares, then gradient steps on the normalised squared error; the best of all on held-out samples
 * stays. One thread.
 */
export async function imitate(job: ImitationJob): Promise<ImitationResult> {
  const began = performance.now();
  const engine = await openEngine(job.engine, () => {});
  const samples = new BlockSamples(job);
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
    const seconds = (performance.now() - began) / 1000;
    return { graph: best.graph, nmse: { start, solved, trained }, seconds };
  } finally {
    samples.close();
  }
}

/** The alternative of a job with its layers solved by least squares, on samples that are trained on. */
export async function solveBlock(job: ImitationJob, engine: Engine, samples: BlockSamples): Promise<Graph> {
  const count = Math.max(1, Math.floor(Math.min(job.solveSamples, samples.trainSamples) / job.batch));
  const files = new Map(
    job.references.map(({ ref, path }) => [`${ref.member}\n${ref.tensor}`, openActivations(path)]),
  );
  try {
    return await solveInOrder(job.graph, job.solve, {
      engine,
      batch: job.batch,
      inputs: Array.from({ length: count }, (_, index) => samples.inputs(index)),
      reference: ({ member, tensor }, index) =>
        files.get(`${member}\n${tensor}`)!.readRange(index * job.batch, job.batch),
      maxPositions: 2 ** 17,
      maxColumns: 1200,
    });
  } finally {
    for (const file of files.values()) file.close();
  }
}

/**
 * Squared error of the graph's output over variance of the target, on the held-out samples; the largest number there is
 * when an output is not a number.
 */
export async function blockError(engine: Engine, graph: Graph, samples: BlockSamples): Promise<number> {
  const session = await engine.open(writeGraph(graph, { batch: samples.batch }), {
    threads: 1,
    optimization: 'all',
  });
  const output = graph.outputs[0].name;
  let [error, count] = [0, 0];
  try {
    for (const index of samples.heldOut()) {
      const values = (await session.run(samples.feeds(graph, index), [output]))[output].data as Float32Array;
      const target = samples.target(index);
      for (let i = 0; i < target.length; i++) error += (values[i] - target[i]) ** 2;
      count += target.length;
    }
  } finally {
    await session.close();
  }
  const nmse = error / count / samples.variance;
  return Number.isFinite(nmse) ? nmse : Number.MAX_VALUE;
}
