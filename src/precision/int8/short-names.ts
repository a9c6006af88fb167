import type { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';

/**
 * The graph with short names for tensors that `original` does not have, and one of those among its weights that are equal: an int8 network has
 * many small tensors, so their names weigh.
 */
export function shortNames(graph: Graph, original: Graph): Graph {
  const taken = new Set([...original.initializers.keys(), ...original.values.keys()]);
  for (const { inputs, outputs } of original.nodes)
    for (const name of [...inputs, ...outputs]) taken.add(name);
  const names = new Map<string, string>();
  const byContent = new Map<string, string>();
  let next = 0;
  const fresh = (): string => {
    let name = `q${next++}`;
    while (taken.has(name)) name = `q${next++}`;
    return name;
  };
  const short = (name: string): string => {
    if (taken.has(name) || name === '') return name;
    const known = names.get(name);
    if (known !== undefined) return known;
    const weight = graph.initializers.get(name);
    const content = weight === undefined ? undefined : contentOf(weight);
    const renamed = (content === undefined ? undefined : byContent.get(content)) ?? fresh();
    if (content !== undefined) byContent.set(content, renamed);
    names.set(name, renamed);
    return renamed;
  };
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(short),
    outputs: node.outputs.map(short),
  }));
  return {
    ...graph,
    nodes,
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [short(name), tensor])),
    values: new Map([...graph.values].map(([name, type]) => [short(name), type])),
  };
}

const contentOf = ({ dtype, dims, data }: Tensor): string =>
  `${dtype} ${dims.join()} ${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`;
