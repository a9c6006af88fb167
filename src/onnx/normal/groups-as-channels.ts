import type { Graph, GraphNode, ValueType } from '../graph.js';
import { int64 } from '../tensor.js';
import { consumersOf, producersOf } from '../topology.js';

/**
 * Group norms as PyTorch's exporter writes them: `[N, C, H, W]` reshaped to `[N, groups, rest]`, normalised by
 * InstanceNormalization, and reshaped back. The rest becomes two axes, `[N, groups, 1, rest]`, so that the groups lie
 * where a map has its channels. Computes the same. Needs and keeps `values`.
 */
export function groupsAsChannels(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const values = new Map(graph.values);
  const makers = producersOf(graph);
  const readers = consumersOf(graph);
  const ends = new Set(graph.outputs.map(({ name }) => name));
  const shapes = new Map<GraphNode, string>();
  for (const node of graph.nodes) {
    if (node.domain !== '' || node.opType !== 'InstanceNormalization') continue;
    const [grouped, normal] = [node.inputs[0], node.outputs[0]];
    const before = makers.get(grouped);
    const behind = readers.get(normal) ?? [];
    const type = values.get(grouped);
    const isAlone = readers.get(grouped)?.length === 1 && !ends.has(grouped) && !ends.has(normal);
    if (before === undefined || !isReshape(before) || !behind.every(isReshape) || !isAlone) continue;
    if (type?.dims.length !== 3 || !initializers.has(before.inputs[1])) continue;
    const shape = `${grouped}.shape`;
    const wide: ValueType = { ...type, dims: [type.dims[0], type.dims[1], 1, type.dims[2]] };
    initializers.set(shape, int64([0, type.dims[1], 1, -1]));
    shapes.set(before, shape);
    values.set(grouped, wide);
    values.set(normal, wide);
  }
  const nodes = graph.nodes.map((node) => {
    const shape = shapes.get(node);
    if (shape === undefined) return node;
    const { allowzero: _, ...attributes } = node.attributes;
    return { ...node, inputs: [node.inputs[0], shape], attributes };
  });
  return { ...graph, nodes, initializers, values };
}

const isReshape = ({ domain, opType }: GraphNode): boolean => domain === '' && opType === 'Reshape';
