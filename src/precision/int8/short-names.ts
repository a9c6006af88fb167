import type { Graph } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';

/**
 * The graph with short names for tensors whose names begin with `prefix`, and one zero point for weights with the same
 * number of channels: an int8 network has many small tensors. What calibration decides stays apart, so that it changes
 * no structure.
 */
export function shortNames(graph: Graph, prefix: string): Graph {
  const taken = new Set([
    ...graph.initializers.keys(),
    ...[...graph.inputs, ...graph.outputs].map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const names = new Map<string, string>();
  const zeroPoints = new Map<number, string>();
  let next = 0;
  const fresh = (): string => {
    let name = `q${next++}`;
    while (taken.has(name)) name = `q${next++}`;
    return name;
  };
  const short = (name: string): string => {
    if (!name.startsWith(prefix)) return name;
    const known = names.get(name);
    if (known !== undefined) return known;
    const weight = graph.initializers.get(name);
    const channels = weight !== undefined && isZeroPoint(weight) ? weight.data.length : 0;
    const renamed = zeroPoints.get(channels) ?? fresh();
    if (channels > 0) zeroPoints.set(channels, renamed);
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

const isZeroPoint = ({ dtype, dims, data }: Tensor): boolean =>
  dtype === 'int8' && dims.length === 1 && (data as Int8Array).every((value) => value === 0);
