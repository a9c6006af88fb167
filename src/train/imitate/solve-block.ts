import { openActivations } from '../../data/activation-reader.js';
import type { Graph } from '../../onnx/graph.js';
import type { Engine } from '../../runtime/engine.js';
import { solveInOrder } from '../solve/solve-in-order.js';
import type { BlockSamples } from './block-samples.js';
import type { ImitationJob } from './imitation-job.js';

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
      inputs: Array.from({ length: count }, (_, index) => samples.input(index)),
      reference: ({ member, tensor }, index) =>
        files.get(`${member}\n${tensor}`)!.readRange(index * job.batch, job.batch),
      maxPositions: 2 ** 17,
      maxColumns: 1200,
    });
  } finally {
    for (const file of files.values()) file.close();
  }
}
