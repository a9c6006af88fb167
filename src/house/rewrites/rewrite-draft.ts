import { type Graph, type GraphNode, nodeId, type ValueType } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import { wiringOf } from '../../onnx/wiring.js';
import type { Draft } from '../drafts/draft.js';
import { freshName } from '../drafts/rename-tensors.js';
import { isLinear } from '../layers/linear-layers.js';
import type { ChosenRewrite } from './choose-rewrites.js';

/**
 * The draft with some sites rewritten. To be solved are the layers that now make their tensors, and those directly
 * behind them: they make up for what is lost. New layers in between have no aim and keep the weights that they start
 * with.
 */
export function rewriteDraft(draft: Draft, choices: readonly ChosenRewrite[]): Draft {
  const taken = new Set([...draft.graph.values.keys(), ...draft.graph.initializers.keys()]);
  const fresh = (base: string): string => {
    const name = freshName(base, taken);
    taken.add(name);
    return name;
  };
  const initializers = new Map<string, Tensor>(draft.graph.initializers);
  const values = new Map<string, ValueType>(draft.graph.values);
  const removed = new Set<string>();
  const added = new Map<string, readonly GraphNode[]>();
  for (const { site, rewrite } of choices) {
    const { removes, nodes, weights, values: types } = rewrite.apply(fresh);
    for (const id of removes) removed.add(id);
    added.set(site.tensor, nodes);
    for (const [name, tensor] of weights) initializers.set(name, tensor);
    for (const [name, type] of types) values.set(name, type);
  }
  const nodes = draft.graph.nodes.flatMap((node) => {
    const id = nodeId(node);
    return removed.has(id) ? (added.get(id) ?? []) : [node];
  });
  const used = new Set(nodes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const graph: Graph = {
    ...draft.graph,
    nodes,
    initializers: new Map([...initializers].filter(([name]) => used.has(name))),
    values: new Map([...values].filter(([name]) => used.has(name))),
  };
  const tensors = choices.map(({ site }) => site.tensor);
  const makers = graph.nodes.filter((node) => tensors.includes(nodeId(node)) && isLinear(graph, node));
  const layers = [...draft.layers, ...makers.map(nodeId), ...layersBehind(graph, tensors)];
  const stays = <Value>(map: ReadonlyMap<string, Value>) =>
    new Map([...map].filter(([name]) => graph.values.has(name)));
  return { ...draft, graph, aims: stays(draft.aims), layers: new Set(layers), means: stays(draft.means) };
}

/** Ids of the first linear layers on every path from these tensors on. */
function layersBehind(graph: Graph, tensors: readonly string[]): string[] {
  const wiring = wiringOf(graph);
  const seen = new Set<number>();
  const pending = [...tensors];
  const found: string[] = [];
  for (let tensor = pending.pop(); tensor !== undefined; tensor = pending.pop())
    for (const index of wiring.readers.get(tensor) ?? []) {
      if (seen.has(index)) continue;
      seen.add(index);
      const node = graph.nodes[index];
      if (isLinear(graph, node)) found.push(nodeId(node));
      else pending.push(...node.outputs);
    }
  return found;
}
