import { create } from '@bufbuild/protobuf';
import { encodeModel } from '../../src/onnx/codec.js';
import { ValueInfoProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import type { Graph, ValueInfo } from '../../src/onnx/graph.js';
import type { Tensor } from '../../src/onnx/tensor.js';
import { modelOf } from '../../src/onnx/write-graph.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';
import type { OperatorCase } from './operator-cases.js';

/** A graph of one operator, and what ONNX Runtime gives for it without any rewriting. */
export async function operatorGraph(
  given: OperatorCase,
): Promise<{ graph: Graph; feeds: Record<string, Tensor>; expected: ReadonlyMap<string, Tensor> }> {
  const all = [...given.feeds, ...given.constants];
  const names = all.map((tensor, index) => (tensor === undefined ? '' : `x${index}`));
  const fed = given.feeds.flatMap((tensor, index) => (tensor ? [{ name: names[index], tensor }] : []));
  const outputs = given.outputs.map((_, index) => `y${index}`);
  const { opType, domain, attributes } = given;
  const inputs: ValueInfo[] = fed.map(({ name, tensor: { dtype, dims } }) => ({ name, dtype, dims }));
  const graph: Graph = {
    name: given.name,
    opsets: new Map([
      ['', given.opset],
      ['com.microsoft', 1],
    ]),
    inputs,
    outputs: [],
    nodes: [{ opType, domain, inputs: names, outputs, attributes }],
    initializers: new Map(
      given.constants.flatMap((tensor, index) =>
        tensor ? [[names[given.feeds.length + index], tensor] as const] : [],
      ),
    ),
    values: new Map(),
  };
  const feeds = Object.fromEntries(fed.map(({ name, tensor }) => [name, tensor]));
  const expected = await probed(graph, feeds);
  const infos = outputs.map((name, index) => {
    const { dims } = expected.get(name) as Tensor;
    return { name, dims, dtype: given.outputs[index] };
  });
  return { graph: { ...graph, outputs: infos }, feeds, expected };
}

async function probed(graph: Graph, feeds: Record<string, Tensor>): Promise<ReadonlyMap<string, Tensor>> {
  const model = modelOf(graph);
  // Without types, since they are what is to be learnt.
  if (model.graph !== undefined)
    model.graph.output = graph.nodes[0].outputs.map((name) => create(ValueInfoProtoSchema, { name }));
  const session = await cpuEngine.open(encodeModel(model), { threads: 1, optimization: 'disabled' });
  try {
    return new Map(Object.entries(await session.run(feeds)));
  } finally {
    await session.close();
  }
}
