import type { ModelPlan } from '../../config/plan.js';
import { dimsOfClasses } from '../../measure/class-labels.js';
import type { Outputs } from '../../measure/outputs.js';
import { runModel } from '../../measure/run-model.js';
import type { Graph } from '../../onnx/graph.js';
import { samplesRunning } from '../../onnx/samples-within.js';
import { scoresIn } from '../../onnx/shell.js';
import { sizeOf } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { keyOf } from '../../store/key.js';
import type { NormalMember } from '../inputs/members.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import { type BuildSession, digestOf } from '../session.js';

const BATCH = 64;

/** Whether a metric looks at classes alone, so that scores need not be kept. */
export const looksAtClasses = ({ quality: { metric } }: Pick<ModelPlan, 'quality'>): boolean =>
  metric === 'top1' || metric === 'agreement';

/** What becomes probabilities behind the core, and vectors of several values that are judged as classes. */
export function isLogits({ quality }: ModelPlan, { graph, shell }: NormalMember, index: number): boolean {
  const { name, dims } = graph.outputs[index];
  if (shell !== undefined && scoresIn(shell).has(name)) return true;
  return quality.metric !== 'mse' && dims.length === 2 && dims[1] > 1;
}

/**
 * Outputs of a network for the first `count` samples of a split, in its order; kept in the store as float32.
 * @param asClasses in place of scores
 */
export async function outputsOf(
  session: BuildSession,
  model: ModelPlan,
  graph: Graph,
  samples: SampleSplit,
  count: number,
  asClasses = looksAtClasses(model),
): Promise<Outputs> {
  const key = keyOf('outputs', 3, {
    graph: digestOf(graph),
    data: samples.digest,
    input: preprocessingOf(model.input),
    order: samples.order.slice(0, count),
    asClasses,
  });
  const bytes = await session.bytes(key, async () =>
    Buffer.concat(
      (await runOutputs(session, model, graph, samples, count, asClasses)).map(
        ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      ),
    ),
  );
  return split(bytes, graph, count, asClasses);
}

/** {@link outputsOf} without the store. */
export const runOutputs = (
  session: BuildSession,
  model: ModelPlan,
  graph: Graph,
  samples: SampleSplit,
  count: number,
  asClasses = looksAtClasses(model),
): Promise<Outputs> =>
  runModel(session.workers, {
    model: writeGraph(graph, { batch: 'dynamic' }),
    dataset: samples.path,
    input: model.input,
    indices: samples.order.slice(0, count),
    batch: samplesRunning(graph, BATCH),
    asClasses,
  });

function split(bytes: Uint8Array, graph: Graph, count: number, areClasses: boolean): Outputs {
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  let at = 0;
  return graph.outputs.map(({ name, dims: [batch, ...scores] }) => {
    const dims = areClasses ? dimsOfClasses(scores) : scores;
    const size = count * batch * sizeOf(dims);
    at += size;
    return { name, dims, data: values.subarray(at - size, at), ...(areClasses && { areClasses }) };
  });
}

/** The first `count` samples of outputs that were made for more. */
export function firstSamples(outputs: Outputs, count: number, of: number): Outputs {
  return outputs.map((output) => ({
    ...output,
    data: output.data.subarray(0, (output.data.length / of) * count),
  }));
}
