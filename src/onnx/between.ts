import { type Graph, nodeId, type ValueInfo } from './graph.js';

/**
 * The part of a graph that computes `outputs` from the activations `inputs`: several of each are allowed, unlike in a
 * sub-network. Inputs that are not needed are left out of the result.
 *
 * @throws Error when an output depends on a graph input that is not among `inputs` (a defect of the caller).
 */
export function between(graph: Graph, inputs: readonly string[], outputs: readonly string[]): Graph {
  const given = new Set(inputs);
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const needed = new Set<string>();
  const read = new Set<string>();
  const pending = outputs.filter((name) => !given.has(name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = makers.get(name);
    if (node === undefined) throw new Error(`between: '${name}' is not made from ${inputs.join(', ')}`);
    if (needed.has(nodeId(node))) continue;
    needed.add(nodeId(node));
    for (const input of node.inputs) {
      if (input === '' || graph.initializers.has(input)) continue;
      if (given.has(input)) read.add(input);
      else pending.push(input);
    }
  }
  const nodes = graph.nodes.filter((node) => needed.has(nodeId(node)));
  const used = new Set(nodes.flatMap((node) => node.inputs));
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const info = (name: string): ValueInfo => ({ name, ...graph.values.get(name)! });
  return {
    ...graph,
    inputs: inputs.filter((name) => read.has(name)).map(info),
    outputs: outputs.filter((name) => made.has(name)).map(info),
    nodes,
    initializers: new Map([...graph.initializers].filter(([name]) => used.has(name))),
    values: new Map([...graph.values].filter(([name]) => made.has(name) || read.has(name))),
  };
}
