import type { Graph } from '../../onnx/graph.js';
import type { Wiring } from '../../onnx/wiring.js';

/** Which nodes lead to which, as a bit matrix: 125 kB for 1,000 nodes. */
export interface Ancestors {
  /** Whether node `ancestor` leads to node `index`; a node does not lead to itself. */
  has(index: number, ancestor: number): boolean;
}

export function ancestorsOf(graph: Graph, wiring: Wiring): Ancestors {
  const words = Math.ceil(graph.nodes.length / 32);
  const bits = new Uint32Array(words * graph.nodes.length);
  graph.nodes.forEach((_, index) => {
    for (const name of wiring.reads[index]) {
      const maker = wiring.maker.get(name);
      if (maker === undefined) continue;
      for (let word = 0; word < words; word++) bits[index * words + word] |= bits[maker * words + word];
      bits[index * words + (maker >>> 5)] |= 1 << (maker & 31);
    }
  });
  return {
    has: (index, ancestor) => ((bits[index * words + (ancestor >>> 5)] >>> (ancestor & 31)) & 1) === 1,
  };
}
