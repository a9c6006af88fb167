import { create } from '@bufbuild/protobuf';
import { encodeModel } from '../onnx/codec.js';
import { ValueInfoProtoSchema } from '../onnx/gen/onnx_pb.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { modelOf } from '../onnx/write-graph.js';
import { cpuEngine } from './onnxruntime-cpu.js';

/** An open graph that gives every activation. */
export interface ActivationProbe {
  /** @param input for the graph's only input, at any batch */
  run(input: Tensor): Promise<ReadonlyMap<string, Tensor>>;
  close(): Promise<void>;
}

/**
 * Opens a graph of which neither types nor shapes need be known, without any rewriting; nodes are named by their ids.
 * @throws BespokeError ENGINE_OPEN
 */
export async function openProbe(graph: Graph): Promise<ActivationProbe> {
  const named = graph.nodes.map((node) => ({ ...node, label: nodeId(node) }));
  const model = modelOf({ ...graph, nodes: named, outputs: [] }, { batch: 'dynamic' });
  const names = graph.nodes.flatMap(({ outputs }) => outputs.filter((name) => name !== ''));
  if (model.graph !== undefined)
    model.graph.output = names.map((name) => create(ValueInfoProtoSchema, { name }));
  const session = await cpuEngine.open(encodeModel(model), { threads: 1, optimization: 'disabled' });
  return {
    run: async (input) =>
      new Map(Object.entries(await session.run({ [graph.inputs[0].name]: input }, names))),
    close: () => session.close(),
  };
}
