import type { InputPlan } from '../../config/plan.js';
import { batchTensor } from '../../data/batch.js';
import type { PackedDataset } from '../../data/dataset.js';
import { withDataset } from '../../data/packed.js';
import { batchPlaces, isBatchFirst } from '../../onnx/batch-place.js';
import { between } from '../../onnx/between.js';
import type { Graph, ValueInfo } from '../../onnx/graph.js';
import { activationBytes, samplesReading, samplesWithin } from '../../onnx/samples-within.js';
import { int64, sizeOf } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { WorkerTask } from '../../runtime/workers.js';

export const channelMeansTask: WorkerTask = { file: new URL(import.meta.url), name: 'channelMeans' };

export interface ChannelMeansJob {
  readonly graph: Graph;
  readonly dataset: string;
  readonly input: InputPlan;
  readonly indices: readonly number[];
  /** At most; fewer samples a batch where activations are large. */
  readonly batch: number;
}

/** Activations that are looked at in all; of small networks more than all samples have. */
const MOST_BYTES = 2 ** 31;
const LEAST_SAMPLES = 32;

/**
 * Worker task: mean absolute value of every channel (axis 1 of maps, else the last axis) of every float activation that
 * has the batch first and other axes.
 */
export const channelMeans = (job: ChannelMeansJob): Promise<Map<string, Float64Array>> =>
  withDataset(job.dataset, (dataset) => meansOf(dataset, job));

async function meansOf(dataset: PackedDataset, job: ChannelMeansJob): Promise<Map<string, Float64Array>> {
  const { graph } = job;
  const input = graph.inputs[0].name;
  const places = batchPlaces(graph);
  const made = graph.nodes.flatMap(({ outputs }) => outputs);
  const tensors = made.filter((name) => {
    const type = graph.values.get(name);
    return type?.dtype === 'float32' && type.dims.length > 1 && isBatchFirst(places.get(name)!);
  });
  const indices = job.indices.slice(
    0,
    Math.max(LEAST_SAMPLES, samplesWithin(MOST_BYTES, activationBytes(graph, tensors), job.indices.length)),
  );
  const summing = withAbsoluteSums(between(graph, [input], tensors), tensors);
  const session = await cpuEngine.open(writeGraph(summing, { batch: 'dynamic' }), {
    threads: 1,
    optimization: 'basic',
  });
  const sums = tensors.map((tensor) => new Float64Array(channelsOf(graph, tensor)));
  const batch = samplesReading(graph, tensors, job.batch);
  try {
    for (let start = 0; start < indices.length; start += batch) {
      const some = indices.slice(start, start + batch);
      const results = await session.run({ [input]: batchTensor(dataset, some, job.input) });
      for (const [at, { name }] of summing.outputs.entries())
        for (const [channel, value] of (results[name].data as Float32Array).entries())
          sums[at][channel] += value;
    }
  } finally {
    await session.close();
  }
  return new Map(
    tensors.map((tensor, at) => {
      const count = (indices.length * sizeOf(graph.values.get(tensor)!.dims)) / sums[at].length;
      return [tensor, sums[at].map((value) => value / count)];
    }),
  );
}

/** With the sums of absolute values by channel as outputs, in the order of the tensors. */
function withAbsoluteSums(graph: Graph, tensors: readonly string[]): Graph {
  const nodes = [...graph.nodes];
  const initializers = new Map(graph.initializers);
  const outputs = tensors.map((tensor): ValueInfo => {
    const [absolute, axes, sum] = ['absolute', 'axes', 'sum'].map((part) => `${tensor}/${part} of channels`);
    const others = [...graph.values.get(tensor)!.dims.keys()].filter(
      (axis) => axis !== channelAxis(graph, tensor),
    );
    nodes.push(
      { opType: 'Abs', domain: '', inputs: [tensor], outputs: [absolute], attributes: {} },
      {
        opType: 'ReduceSum',
        domain: '',
        inputs: [absolute, axes],
        outputs: [sum],
        attributes: { keepdims: { type: 'int', value: 0 } },
      },
    );
    initializers.set(axes, int64(others));
    return { name: sum, dtype: 'float32', dims: [channelsOf(graph, tensor)] };
  });
  return { ...graph, nodes, initializers, outputs };
}

function channelAxis({ values }: Graph, tensor: string): number {
  const { dims } = values.get(tensor)!;
  return dims.length === 4 ? 1 : dims.length - 1;
}

const channelsOf = (graph: Graph, tensor: string): number =>
  graph.values.get(tensor)!.dims[channelAxis(graph, tensor)];
