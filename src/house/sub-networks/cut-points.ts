import type { Graph } from '../../onnx/graph.js';
import { type Wiring, wiringOf } from '../../onnx/wiring.js';

/**
 * The activations that every path from the first graph input to the first graph output passes, both of them included,
 * in topological order. Branches to other outputs do not count. Empty when the output does not depend on the input.
 */
export function cutPoints(graph: Graph, wiring: Wiring = wiringOf(graph)): string[] {
  const [input] = graph.inputs;
  const [output] = graph.outputs;
  if (input === undefined || output === undefined) return [];
  const last = new Map<string, number>();
  const onPath = new Set([output.name]);
  for (let index = graph.nodes.length - 1; index >= 0; index--) {
    if (!graph.nodes[index].outputs.some((name) => onPath.has(name))) continue;
    for (const name of wiring.reads[index]) {
      onPath.add(name);
      if (!last.has(name)) last.set(name, index);
    }
  }
  const reached = new Set([input.name]);
  graph.nodes.forEach((node, index) => {
    if (wiring.reads[index].some((name) => reached.has(name)))
      for (const name of node.outputs) reached.add(name);
  });
  if (!reached.has(output.name)) return [];
  // Sweeping the nodes, a tensor is a cut point when it is the only one alive at some moment after it was made.
  const points: string[] = [];
  const alive = new Set<string>();
  const live = (name: string) => reached.has(name) && onPath.has(name);
  const note = () => {
    if (alive.size !== 1) return;
    const [name] = alive;
    if (points.at(-1) !== name) points.push(name);
  };
  alive.add(input.name);
  note();
  graph.nodes.forEach((node, index) => {
    const made = node.outputs.filter(live);
    if (made.length === 0) return;
    for (const name of wiring.reads[index])
      if (last.get(name) === index && name !== output.name) alive.delete(name);
    for (const name of made) alive.add(name);
    note();
  });
  return points;
}
