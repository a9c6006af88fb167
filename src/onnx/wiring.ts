import type { Graph, GraphNode } from './graph.js';
import { sideValues } from './side-values.js';

/**
 * Who makes and who reads each activation of a graph, as indices into `graph.nodes`. Nobody reads side values, and what
 * makes them reads nothing: see {@link sideValues}.
 */
export interface Wiring {
  /** Node that makes the tensor; graph inputs have none. */
  readonly maker: ReadonlyMap<string, number>;
  /** Nodes that read the tensor, ascending, each once. */
  readonly readers: ReadonlyMap<string, readonly number[]>;
  /** Activations that each node reads: no initializers, no '' and none twice. */
  readonly reads: readonly (readonly string[])[];
  readonly outputs: ReadonlySet<string>;
}

export function wiringOf(graph: Graph): Wiring {
  const maker = new Map<string, number>();
  const readers = new Map<string, number[]>();
  const side = sideValues(graph);
  const reads = graph.nodes.map((node) =>
    node.outputs.some((name) => side.has(name))
      ? []
      : activationsOf(graph, node).filter((name) => !side.has(name)),
  );
  graph.nodes.forEach((node, index) => {
    for (const name of reads[index]) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [index]);
      else known.push(index);
    }
    for (const name of node.outputs) if (name !== '') maker.set(name, index);
  });
  return { maker, readers, reads, outputs: new Set(graph.outputs.map(({ name }) => name)) };
}

function activationsOf(graph: Graph, node: GraphNode): string[] {
  return [...new Set(node.inputs)].filter((name) => name !== '' && !graph.initializers.has(name));
}
