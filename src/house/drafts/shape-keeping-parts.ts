import { type Graph, nodeId } from '../../onnx/graph.js';
import { sideValues } from '../../onnx/side-values.js';
import { wiringOf } from '../../onnx/wiring.js';
import { isLinear } from '../layers/linear-layers.js';
import { cutPoints } from '../sub-networks/cut-points.js';

/**
 * A part that could be left out: a residual block that keeps the shape, a convolution with its activation in a chain.
 */
export interface Part {
  readonly from: string;
  readonly to: string;
  readonly nodes: ReadonlySet<string>;
}

/**
 * Disjoint parts of a graph with one input and one output, in order: from one cut point to the nearest one with the
 * same shape that the same kind of node makes, with a linear layer in between. `inputKind` is the operator in front of
 * the graph.
 */
export function shapeKeepingParts(graph: Graph, inputKind?: string | undefined): Part[] {
  const wiring = wiringOf(graph);
  const points = cutPoints(graph, wiring).map((name) => {
    const maker = wiring.maker.get(name);
    return {
      name,
      shape: graph.values.get(name)!.dims.join(),
      kind: maker === undefined ? inputKind : graph.nodes[maker].opType,
      nodes: nodesBefore(graph, wiring.maker, name),
    };
  });
  const linear = new Set(graph.nodes.filter((node) => isLinear(graph, node)).map(nodeId));
  const parts: Part[] = [];
  for (let first = 0; first < points.length; first++) {
    const start = points[first];
    for (let last = first + 1; last < points.length; last++) {
      const end = points[last];
      if (end.shape !== start.shape || end.kind !== start.kind) continue;
      const nodes = new Set([...end.nodes].filter((id) => !start.nodes.has(id)));
      if (![...nodes].some((id) => linear.has(id))) continue;
      parts.push({ from: start.name, to: end.name, nodes });
      first = last - 1;
      break;
    }
  }
  return parts;
}

function nodesBefore(graph: Graph, maker: ReadonlyMap<string, number>, tensor: string): Set<string> {
  const side = sideValues(graph);
  const found = new Set<string>();
  const wanted = new Set([tensor]);
  for (let index = maker.get(tensor) ?? -1; index >= 0; index--) {
    const node = graph.nodes[index];
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    if (node.outputs.some((name) => side.has(name))) continue;
    found.add(nodeId(node));
    for (const name of node.inputs) wanted.add(name);
  }
  return found;
}
