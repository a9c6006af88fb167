import type { Graph } from '../../onnx/graph.js';
import type { Draft } from './draft.js';

/** The draft with its input and output named `from` and `to`; tensors inside that have these names get others. */
export function withEnds(draft: Draft, from: string, to: string): Draft {
  const { graph } = draft;
  const taken = new Set([...graph.values.keys(), ...graph.initializers.keys(), from, to]);
  const ends = new Map([
    [graph.inputs[0].name, from],
    [graph.outputs[0].name, to],
  ]);
  const names = new Map(ends);
  for (const name of [from, to])
    if ((graph.values.has(name) || graph.initializers.has(name)) && !ends.has(name)) {
      const fresh = freshName(name, taken);
      taken.add(fresh);
      names.set(name, fresh);
    }
  return renameTensors(draft, names);
}

/** `base`, with as many primes as it takes to be new. */
export function freshName(base: string, taken: { has(name: string): boolean }): string {
  let name = base;
  while (taken.has(name)) name += "'";
  return name;
}

/** Renames activations and weights; node ids follow their outputs. Labels go: they need not be unique between files. */
export function renameTensors(draft: Draft, names: ReadonlyMap<string, string>): Draft {
  const rename = (name: string) => names.get(name) ?? name;
  const renameKeys = <Value>(map: ReadonlyMap<string, Value>) =>
    new Map([...map].map(([name, value]) => [rename(name), value] as const));
  const { graph } = draft;
  const renamed: Graph = {
    ...graph,
    inputs: graph.inputs.map((info) => ({ ...info, name: rename(info.name) })),
    outputs: graph.outputs.map((info) => ({ ...info, name: rename(info.name) })),
    nodes: graph.nodes.map(({ label: _, ...node }) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    initializers: renameKeys(graph.initializers),
    values: renameKeys(graph.values),
  };
  return {
    member: draft.member,
    graph: renamed,
    aims: renameKeys(draft.aims),
    layers: new Set([...draft.layers].map(rename)),
    means: renameKeys(draft.means),
    ranks: renameKeys(draft.ranks),
  };
}
