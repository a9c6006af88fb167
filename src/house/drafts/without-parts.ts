import { type Graph, nodeId } from '../../onnx/graph.js';
import type { Part } from './shape-keeping-parts.js';

/** A graph without some of its parts. */
export interface Shortened {
  readonly graph: Graph;
  /** By the tensor in front of each gap: the one behind it, in whose place it stands. */
  readonly standsFor: ReadonlyMap<string, string>;
}

/**
 * A graph without some of its shape-keeping parts, given in order: what read the end of one reads its start. Undefined
 * when nothing would stay.
 */
export function withoutParts(graph: Graph, gone: readonly Part[]): Shortened | undefined {
  const standsFor = new Map<string, string>();
  const alias = new Map<string, string>();
  const dropped = new Set<string>();
  for (const { from, to, nodes } of gone) {
    const start = alias.get(from) ?? from;
    alias.set(to, start);
    standsFor.set(start, to);
    for (const id of nodes) dropped.add(id);
  }
  const resolve = (name: string): string => alias.get(name) ?? name;
  const nodes = graph.nodes
    .filter((node) => !dropped.has(nodeId(node)))
    .map((node) => ({ ...node, inputs: node.inputs.map(resolve) }));
  const outputs = graph.outputs.map(({ name }) => resolve(name));
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  if (nodes.length === 0 || outputs.some((name) => inputs.has(name))) return undefined;
  const used = new Set(nodes.flatMap((node) => [...node.inputs, ...node.outputs]));
  return {
    graph: {
      ...graph,
      outputs: outputs.map((name) => ({ name, ...graph.values.get(name)! })),
      nodes,
      initializers: new Map([...graph.initializers].filter(([name]) => used.has(name))),
      values: new Map([...graph.values].filter(([name]) => used.has(name))),
    },
    standsFor,
  };
}
