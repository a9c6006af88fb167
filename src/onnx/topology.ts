import { type Graph, type GraphNode, nodeId } from './graph.js';

/** The node that makes each tensor; weights and graph inputs have none. */
export function producersOf(graph: Pick<Graph, 'nodes'>): ReadonlyMap<string, GraphNode> {
  const producers = new Map<string, GraphNode>();
  for (const node of graph.nodes)
    for (const output of node.outputs) if (output !== '') producers.set(output, node);
  return producers;
}

/** The nodes that read each tensor, in topological order, each node once. Tensors that no node reads are missing. */
export function consumersOf(graph: Pick<Graph, 'nodes'>): ReadonlyMap<string, readonly GraphNode[]> {
  const consumers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const input of new Set(node.inputs)) {
      if (input === '') continue;
      const readers = consumers.get(input);
      if (readers === undefined) consumers.set(input, [node]);
      else readers.push(node);
    }
  }
  return consumers;
}

/**
 * Nodes so that each comes after those whose outputs it reads. Stable: a list that is in order already stays as it is.
 * @throws Error when the nodes form a cycle
 */
export function topologicalOrder(nodes: readonly GraphNode[]): GraphNode[] {
  const producer = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const output of node.outputs) if (output !== '') producer.set(output, index);
  });
  const sorted: GraphNode[] = [];
  const state = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    const stack = [start];
    while (stack.length > 0) {
      const index = stack[stack.length - 1];
      if (state[index] === 2) {
        stack.pop();
        continue;
      }
      const waiting = nodes[index].inputs
        .map((input) => producer.get(input))
        .filter((before): before is number => before !== undefined && state[before] !== 2);
      if (waiting.length === 0) {
        state[index] = 2;
        sorted.push(nodes[index]);
        stack.pop();
      } else {
        if (state[index] === 1) throw new Error(`the nodes around '${nodeId(nodes[index])}' form a cycle`);
        state[index] = 1;
        stack.push(...waiting.reverse());
      }
    }
  }
  return sorted;
}
