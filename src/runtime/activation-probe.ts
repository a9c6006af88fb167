import { create } from '@bufbuild/protobuf';
import { BespokeError } from '../errors.js';
import { encodeModel } from '../onnx/codec.js';
import { type ModelProto, ValueInfoProtoSchema } from '../onnx/gen/onnx_pb.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { modelOf } from '../onnx/write-graph.js';
import { assertFits } from './assert-fits.js';
import { batchRefused } from './batch-bound.js';
import type { EngineSession } from './engine.js';
import { cpuEngine } from './onnxruntime-cpu.js';
import { plainMessage } from './plain-message.js';

/** Every activation of one run, by name. */
export type ProbedActivations = ReadonlyMap<string, Tensor>;

/** An open graph that gives every activation. */
export interface ActivationProbe {
  /**
   * @param input for the graph's only input, at any batch
   * @throws BespokeError MODEL_BATCH naming the node that fails, MODEL_TOO_LARGE
   */
  run(input: Tensor): Promise<ProbedActivations>;
  close(): Promise<void>;
}

/**
 * Opens a model so that it gives every activation in place of its outputs, whatever is known of their types and shapes.
 * @throws BespokeError ENGINE_OPEN
 */
export function openWithActivations(model: ModelProto): Promise<EngineSession> {
  const graph = model.graph!;
  const names = graph.node.flatMap(({ output }) => output.filter((name) => name !== ''));
  const output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  const bytes = encodeModel({ ...model, graph: { ...graph, output } });
  return cpuEngine.open(bytes, { threads: 1, optimization: 'disabled' });
}

/**
 * Opens a graph of which neither types nor shapes need be known, without any rewriting.
 * @throws BespokeError ENGINE_OPEN
 */
export async function openProbe(graph: Graph, where: string): Promise<ActivationProbe> {
  // Named by their ids, so that ONNX Runtime's messages lead back to the node.
  const named = graph.nodes.map((node) => ({ ...node, label: nodeId(node) }));
  const session = await openWithActivations(
    modelOf({ ...graph, nodes: named, outputs: [] }, { batch: 'dynamic' }),
  );
  return {
    async run(input) {
      if (session.outputShapes !== undefined) assertFits(session.outputShapes, input.dims[0]!, where);
      try {
        return new Map(Object.entries(await session.run({ [graph.inputs[0].name]: input })));
      } catch (error) {
        throw namingNode(graph, error, where);
      }
    },
    close: () => session.close(),
  };
}

/** Every activation for one input. */
export async function runOnce(graph: Graph, input: Tensor, where: string): Promise<ProbedActivations> {
  const probe = await openProbe(graph, where);
  try {
    return await probe.run(input);
  } finally {
    await probe.close();
  }
}

function namingNode(graph: Graph, error: unknown, where: string): unknown {
  if (!(error instanceof BespokeError) || error.code !== 'ENGINE_RUN') return error;
  const { message } = error.cause as Error;
  const id = /Name:'([^']*)'/.exec(message)?.[1];
  const node = graph.nodes.find((candidate) => nodeId(candidate) === id);
  return node === undefined ? error : batchRefused(node, where, plainMessage(message));
}
