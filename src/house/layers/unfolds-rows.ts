import type { Graph, GraphNode } from '../../onnx/graph.js';

/** Whether a node makes tokens or a map with channels last of a layer's rows: Reshape of `[N, C]` to `[…, C]`. */
export function unfoldsRows(graph: Graph, node: GraphNode): boolean {
  if (node.domain !== '' || node.opType !== 'Reshape') return false;
  const [rows, unfolded] = [node.inputs[0], node.outputs[0]].map((name) => graph.values.get(name)?.dims);
  return rows?.length === 2 && unfolded !== undefined && unfolded.length > 2 && unfolded.at(-1) === rows[1];
}
