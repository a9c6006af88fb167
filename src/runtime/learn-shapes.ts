import type { Graph, ValueType } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';

/** The graph with the types and shapes that a run has shown. */
export function withShapes(graph: Graph, input: Tensor, activations: ReadonlyMap<string, Tensor>): Graph {
  const values = new Map<string, ValueType>();
  const typeOf = ({ dtype, dims }: Tensor): ValueType => ({ dtype, dims: [...dims] });
  const inputs = graph.inputs.map(({ name }) => ({ name, ...typeOf(input) }));
  for (const { name, dtype, dims } of inputs) values.set(name, { dtype, dims });
  for (const { outputs } of graph.nodes) {
    for (const name of outputs) {
      const tensor = activations.get(name);
      if (tensor !== undefined) values.set(name, typeOf(tensor));
    }
  }
  const outputs = graph.outputs.map((output) => ({ ...output, ...values.get(output.name) }));
  return { ...graph, inputs, outputs, values };
}
