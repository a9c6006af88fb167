import type { Graph, GraphNode } from '../onnx/graph.js';

/** Nodes of a graph that are run together. */
export interface ActivationPart {
  readonly nodes: readonly GraphNode[];
  /** Activations and graph inputs that its nodes read and do not make. */
  readonly reads: readonly string[];
  /** What there is behind it that later parts read. */
  readonly keeps: readonly string[];
}

/**
 * A graph's nodes in parts, one behind the other, whose activations take at most `bound` bytes each; a node that makes
 * more than that is alone.
 * @param bytesOf bytes of an activation
 */
export function activationParts(
  { nodes, initializers }: Pick<Graph, 'nodes' | 'initializers'>,
  bytesOf: (name: string) => number,
  bound: number,
): readonly ActivationPart[] {
  const parts: GraphNode[][] = [];
  let taken = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const bytes = made(node).reduce((sum, name) => sum + bytesOf(name), 0);
    if (taken + bytes > bound) {
      parts.push([]);
      taken = 0;
    }
    parts.at(-1)!.push(node);
    taken += bytes;
  }
  let kept: ReadonlySet<string> = new Set();
  return parts
    .toReversed()
    .map((part) => {
      const inside = new Set(part.flatMap(made));
      const reads = part
        .flatMap(({ inputs }) => inputs)
        .filter((name) => name !== '' && !inside.has(name) && !initializers.has(name));
      const keeps = kept;
      kept = new Set([...reads, ...[...keeps].filter((name) => !inside.has(name))]);
      return { nodes: part, reads: [...new Set(reads)], keeps: [...keeps] };
    })
    .reverse();
}

const made = ({ outputs }: GraphNode): string[] => outputs.filter((name) => name !== '');
