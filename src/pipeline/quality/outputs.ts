import type { ModelPlan } from '../../config/plan.js';
import { looksAt } from '../../config/quality-metrics.js';
import { shapesIn } from '../../measure/output-form.js';
import type { OutputForm, Outputs } from '../../measure/outputs.js';
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
  looksAt(metric) === 'classes';

/**
 * What is kept of a network's outputs, so that those of many samples fit into memory: what the metric looks at. The
 * boxes of a detector with two outputs are only known where both are.
 */
export function keptForm(model: Pick<ModelPlan, 'quality'>, { outputs }: Pick<Graph, 'outputs'>): OutputForm {
  if (looksAtClasses(model)) return 'classes';
  return looksAt(model.quality.metric) === 'boxes' && outputs.length === 1 ? 'boxes' : 'scores';
}

/** What becomes probabilities behind the core, and vectors of several values that are judged as classes. */
export function isLogits({ quality }: ModelPlan, { graph, shell }: NormalMember, index: number): boolean {
  const { name, dims } = graph.outputs[index];
  if (shell !== undefined && scoresIn(shell).has(name)) return true;
  const seen = looksAt(quality.metric);
  return (seen === 'classes' || seen === 'anything') && dims.length === 2 && dims[1] > 1;
}

/**
 * Outputs of a network for the first `count` samples of a split, in its order; kept in the store as float32.
 * @param form in which they are kept
 */
export async function outputsOf(
  session: BuildSession,
  model: ModelPlan,
  graph: Graph,
  samples: SampleSplit,
  count: number,
  form = keptForm(model, graph),
): Promise<Outputs> {
  const key = keyOf('outputs', 4, {
    graph: digestOf(graph),
    data: samples.digest,
    input: preprocessingOf(model.input),
    order: samples.order.slice(0, count),
    form,
  });
  const bytes = await session.bytes(key, async () =>
    Buffer.concat(
      (await runOutputs(session, model, graph, samples, count, form)).map(
        ({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      ),
    ),
  );
  return split(bytes, graph, count, form);
}

/** {@link outputsOf} without the store. */
export const runOutputs = (
  session: BuildSession,
  model: ModelPlan,
  graph: Graph,
  samples: SampleSplit,
  count: number,
  form = keptForm(model, graph),
): Promise<Outputs> =>
  runModel(session.workers, {
    model: writeGraph(graph, { batch: 'dynamic' }),
    dataset: samples.path,
    input: model.input,
    indices: samples.order.slice(0, count),
    batch: samplesRunning(graph, BATCH),
    form,
  });

function split(bytes: Uint8Array, graph: Graph, count: number, form: OutputForm): Outputs {
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  let at = 0;
  return shapesIn(form, graph).map(({ name, dims }) => {
    const size = count * sizeOf(dims);
    at += size;
    return { name, dims, data: values.subarray(at - size, at), ...(form !== 'scores' && { form }) };
  });
}

/** The first `count` samples of outputs that were made for more. */
export function firstSamples(outputs: Outputs, count: number, of: number): Outputs {
  return outputs.map((output) => ({
    ...output,
    data: output.data.subarray(0, (output.data.length / of) * count),
  }));
}
