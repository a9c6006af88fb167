import type { Graph } from '../../onnx/graph.js';
import type { Wiring } from '../../onnx/wiring.js';

/** Beyond every graph output. */
export const EXIT = Number.MAX_SAFE_INTEGER;

/**
 * For each node the chain of elements that every path from it to the graph outputs passes. An element is a node index
 * `i`, or a tensor: tensors are numbered from `graph.nodes.length` on in the order in which they are made.
 * Cooper, Harvey and Kennedy's intersection, which needs one pass on an acyclic graph.
 */
export interface PostDominators {
  /** Tensors that every path from node `index` to the outputs passes, nearest first, up to the first one beyond. */
  tensorsAfter(index: number, isBeyond?: (tensor: string) => boolean): string[];
}

export function postDominators(graph: Graph, wiring: Wiring): PostDominators {
  const next = new Map<number, number>();
  const names: string[] = [];
  const firstTensor: number[] = [];
  const depth = new Map<number, number>([[EXIT, 0]]);
  for (const node of graph.nodes) {
    firstTensor.push(names.length);
    for (const name of node.outputs) names.push(name);
  }
  const tensorElement = (position: number) => graph.nodes.length + position;
  const meet = (left: number, right: number): number => {
    let [a, b] = [left, right];
    while (a !== b) {
      if (depth.get(a)! >= depth.get(b)!) a = next.get(a)!;
      else b = next.get(b)!;
    }
    return a;
  };
  const link = (element: number, successors: readonly number[]) => {
    const target = successors.length === 0 ? EXIT : successors.reduce(meet);
    next.set(element, target);
    depth.set(element, depth.get(target)! + 1);
  };
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    const live: number[] = [];
    graph.nodes[index].outputs.forEach((name, place) => {
      const readers = wiring.readers.get(name) ?? [];
      const isOutput = wiring.outputs.has(name);
      if (name === '' || (readers.length === 0 && !isOutput)) return;
      const element = tensorElement(firstTensor[index] + place);
      link(element, isOutput ? [EXIT] : readers);
      live.push(element);
    });
    link(index, live);
  }
  return {
    tensorsAfter(index, isBeyond = () => false) {
      const tensors: string[] = [];
      for (let at = next.get(index)!; at !== EXIT; at = next.get(at)!) {
        if (at < graph.nodes.length) continue;
        const tensor = names[at - graph.nodes.length];
        if (isBeyond(tensor)) break;
        tensors.push(tensor);
      }
      return tensors;
    },
  };
}
