import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../errors.js';
import { encodeModel } from '../onnx/codec.js';
import { dataTypes } from '../onnx/data-types.js';
import { type ModelProto, ValueInfoProtoSchema } from '../onnx/gen/onnx_pb.js';
import { type Graph, type GraphNode, nodeId, type ValueType } from '../onnx/graph.js';
import { sizeOf, type Tensor } from '../onnx/tensor.js';
import { modelOf } from '../onnx/write-graph.js';
import { type ActivationPart, activationParts } from './activation-parts.js';
import { assertFits } from './assert-fits.js';
import { batchRefused } from './batch-bound.js';
import type { EngineSession } from './engine.js';
import type { MappedWeights } from './mapped-weights.js';
import { cpuEngine } from './onnxruntime-cpu.js';
import { plainMessage } from './plain-message.js';

/** Bytes of activations that are held at a time. */
export const ACTIVATION_BYTES = 2 ** 25;
const BYTES = 4;

export interface ProbeOptions {
  /** The file's name, for messages. */
  readonly where: string;
  readonly weights: MappedWeights;
  /** Bytes of activations from which on a graph is run in parts. */
  readonly activationBytes?: number | undefined;
}

/** What is done with an activation of a node: one tensor for each input of the run. */
export type Visit = (name: string, tensors: readonly Tensor[], node: GraphNode) => void;

/** An open graph that shows every activation. */
export interface ActivationProbe {
  /**
   * Runs the graph with several inputs, and shows their activations together, in the order of the nodes.
   * @param inputs for the graph's only input, at any batch
   * @throws BespokeError MODEL_BATCH naming the node that fails, MODEL_TOO_LARGE, TEMPORARY_FOLDER, those of `visit`
   */
  run(inputs: readonly Tensor[], visit: Visit): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a model so that it gives every activation in place of its outputs, whatever is known of their types and shapes.
 * Its large weights are put out of it, in place.
 * @throws BespokeError ENGINE_OPEN, TEMPORARY_FOLDER
 */
export function openWithActivations(model: ModelProto, weights: MappedWeights): Promise<EngineSession> {
  const graph = model.graph!;
  const names = graph.node.flatMap(({ output }) => output.filter((name) => name !== ''));
  const output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  weights.putOut(model);
  return openMapped({ ...model, graph: { ...graph, output } }, weights);
}

function openMapped(model: ModelProto, weights: MappedWeights): Promise<EngineSession> {
  return cpuEngine.open(encodeModel(model), {
    threads: 1,
    optimization: 'disabled',
    weightsFolder: weights.folder,
  });
}

/**
 * The outputs of a model, run as it is. Its large weights are put out of it, in place.
 * @param input for the model's first input
 * @throws BespokeError ENGINE_OPEN, ENGINE_RUN, TEMPORARY_FOLDER
 */
export async function outputsOfModel(
  model: ModelProto,
  input: Tensor,
  weights: MappedWeights,
): Promise<Readonly<Record<string, Tensor>>> {
  weights.putOut(model);
  const session = await openMapped(model, weights);
  try {
    return await session.run({ [model.graph!.input[0].name]: input });
  } finally {
    await session.close();
  }
}

/**
 * Opens a graph of which neither types nor shapes need be known, without any rewriting.
 * @throws BespokeError ENGINE_OPEN, TEMPORARY_FOLDER
 */
export async function openProbe(graph: Graph, options: ProbeOptions): Promise<ActivationProbe> {
  const session = await openWithActivations(modelOf(traceable(graph), { batch: 'dynamic' }), options.weights);
  return {
    async run(inputs, visit) {
      const shapes = session.outputShapes ?? new Map<string, readonly number[]>();
      assertFits(shapes, Math.max(...inputs.map(({ dims }) => dims[0])), options.where);
      const bytesOf = bytesIn(graph, shapes, inputs);
      const parts = activationParts(graph, bytesOf, options.activationBytes ?? ACTIVATION_BYTES);
      let held: readonly Activations[] = inputs.map((input) => ({ [graph.inputs[0].name]: input }));
      for (const part of parts) {
        const opened = parts.length === 1 ? session : await openPart(graph, part, held[0], options.weights);
        try {
          const known: Activations[] = [];
          for (const before of held) known.push({ ...before, ...(await runPart(opened, part, before)) });
          for (const node of part.nodes) {
            for (const name of node.outputs.filter((output) => output !== ''))
              visit(
                name,
                known.map((activations) => activations[name]),
                node,
              );
          }
          held = known.map((activations) => picked(activations, part.keeps));
        } catch (error) {
          throw namingNode(graph, error, options.where);
        } finally {
          if (opened !== session) await opened.close();
        }
      }
    },
    close: () => session.close(),
  };
}

/** Without outputs, and nodes named by their ids, so that ONNX Runtime's messages lead back to them. */
const traceable = (graph: Graph): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => ({ ...node, label: nodeId(node) })),
  outputs: [],
});

type Activations = Readonly<Record<string, Tensor>>;

const picked = (activations: Activations, names: readonly string[]): Activations =>
  Object.fromEntries(names.map((name) => [name, activations[name]]));

/** Some nodes of a graph; of what they read only the types are stated, since shapes differ with the batch. */
function openPart(
  graph: Graph,
  { nodes, reads }: ActivationPart,
  before: Activations,
  weights: MappedWeights,
): Promise<EngineSession> {
  const model = modelOf({ ...traceable({ ...graph, nodes }), inputs: [] as never });
  model.graph!.input = reads.map((name) => {
    const elemType = dataTypes[before[name].dtype].code;
    return create(ValueInfoProtoSchema, {
      name,
      type: { value: { case: 'tensorType', value: { elemType } } },
    });
  });
  return openWithActivations(model, weights);
}

const runPart = (session: EngineSession, part: ActivationPart, before: Activations): Promise<Activations> =>
  session.run(picked(before, part.reads));

/** The bytes of an activation for all inputs together, as far as they are known before the run. */
function bytesIn(
  { values, inputs: [{ dims }] }: Graph,
  shapes: ReadonlyMap<string, readonly number[]>,
  inputs: readonly Tensor[],
): (name: string) => number {
  const batch = inputs.reduce((sum, input) => sum + input.dims[0], 0);
  return (name) => {
    const open = sizeOf((shapes.get(name) ?? []).map((dim) => (dim < 0 ? batch : dim)));
    const stated = (sizeOf(values.get(name)?.dims ?? []) * batch) / dims[0];
    return BYTES * Math.max(open, stated);
  };
}

/** What is kept of one run. */
export interface Probed {
  /** Of every activation, with the batch of the run. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** The activations that were asked for. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Runs an open graph once.
 * @param keep names of the activations that are wanted, not only their types
 */
export async function probe(
  opened: ActivationProbe,
  input: Tensor,
  keep: ReadonlySet<string>,
): Promise<Probed> {
  const [types, tensors] = [new Map<string, ValueType>(), new Map<string, Tensor>()];
  await opened.run([input], (name, [tensor]) => {
    types.set(name, { dtype: tensor.dtype, dims: [...tensor.dims] });
    if (keep.has(name)) tensors.set(name, tensor);
  });
  return { types, tensors };
}

/** Opens a graph and runs it once: see {@link openProbe}, {@link probe}. */
export async function runOnce(
  graph: Graph,
  input: Tensor,
  keep: ReadonlySet<string>,
  options: ProbeOptions,
): Promise<Probed> {
  const opened = await openProbe(graph, options);
  try {
    return await probe(opened, input, keep);
  } finally {
    await opened.close();
  }
}

function namingNode(graph: Graph, error: unknown, where: string): unknown {
  if (!(error instanceof BespokeError) || error.code !== 'ENGINE_RUN') return error;
  const { message } = error.cause as Error;
  const id = /Name:'([^']*)'/.exec(message)?.[1];
  const node = graph.nodes.find((candidate) => nodeId(candidate) === id);
  return node === undefined ? error : batchRefused(node, where, plainMessage(message));
}
