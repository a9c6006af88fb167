import { classLabels } from '../../src/measure/class-labels.js';
import type { Graph } from '../../src/onnx/graph.js';
import { runOutputs } from '../../src/pipeline/quality/outputs.js';
import { packFlags } from './flags.js';
import type { Bench } from './open-bench.js';
import type { Quality } from './row.js';

/** Which validation images a network gets right, in the judge's order. */
export async function rightSamples(
  { session, trained: { model, judge } }: Bench,
  graph: Graph,
): Promise<Quality> {
  const { samples, labels } = judge;
  const [output] = await runOutputs(session, model, graph, samples, samples.count);
  const flags = Array.from(classLabels(output), (label, index) => label === labels![index]);
  return {
    top1: flags.filter(Boolean).length / flags.length,
    samples: flags.length,
    right: packFlags(flags),
  };
}
