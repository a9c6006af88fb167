import { BespokeError } from '../../errors.js';
import { type GraphNode, nodeId } from '../../onnx/graph.js';
import type { GraphBuilder } from './builder.js';
import { ruleOf } from './registry.js';

/**
 * Writes the backward pass of `nodes` behind them (reverse-mode differentiation): from `seeds`, the gradients of some
 * tensors, to the gradients of the `wanted` ones. The nodes are in topological order and in the builder already.
 * Returns the name of the gradient by tensor, in its shape; a wanted tensor that no seed depends on has no entry.
 * @throws BespokeError GRADIENT_MISSING when an operator on the way has no gradient.
 */
export function backward(
  builder: GraphBuilder,
  nodes: readonly GraphNode[],
  seeds: ReadonlyMap<string, string>,
  wanted: Iterable<string>,
): Map<string, string> {
  const targets = new Set(wanted);
  const active = downstream(builder, nodes, targets);
  const partials = new Map<string, string[]>();
  const contribute = (tensor: string, gradient: string) => {
    const parts = partials.get(tensor);
    if (parts === undefined) partials.set(tensor, [gradient]);
    else parts.push(gradient);
  };
  const total = (tensor: string): string | undefined => {
    const parts = partials.get(tensor);
    if (parts === undefined) return undefined;
    const sum = parts.reduce((left, right) => builder.plus(left, right));
    partials.set(tensor, [sum]);
    return sum;
  };

  for (const [tensor, gradient] of seeds) contribute(tensor, gradient);
  for (const node of nodes.toReversed()) {
    if (!node.inputs.some((input) => active.has(input))) continue;
    const dys = node.outputs.map(total);
    if (dys.every((dy) => dy === undefined)) continue;
    for (const [index, gradient] of inputGradients(builder, node, dys).entries()) {
      const input = node.inputs[index];
      if (input && gradient && active.has(input)) contribute(input, gradient());
    }
  }
  const gradients = [...targets].map((tensor) => [tensor, total(tensor)] as const);
  return new Map(gradients.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function inputGradients(builder: GraphBuilder, node: GraphNode, dys: readonly (string | undefined)[]) {
  const rule = ruleOf(node);
  const constantAt = (name: string | undefined) => builder.constantAt(name);
  const rankOf = (name = '') => (name === '' ? undefined : builder.dims(name).length);
  const refusal = rule ? rule.refusal?.(node, constantAt, rankOf) : 'no gradient rule';
  const dy = dys[0] ?? '';
  const second = dy === '' && node.opType !== 'Split' ? 'only the first output has a gradient' : undefined;
  const problem = refusal ?? second;
  if (rule === undefined || problem !== undefined)
    throw new BespokeError({
      code: 'GRADIENT_MISSING',
      what: `cannot train through ${node.opType}: ${problem}`,
      where: `node ${node.label || nodeId(node)}`,
      next: 'Freeze the part of the model up to this node or replace the operator.',
    });
  return rule.gradients({ builder, node, dy, dys });
}

/** The wanted tensors and the float tensors that depend on them. */
function downstream(
  builder: GraphBuilder,
  nodes: readonly GraphNode[],
  wanted: ReadonlySet<string>,
): ReadonlySet<string> {
  const active = new Set(wanted);
  for (const node of nodes) {
    if (!node.inputs.some((input) => active.has(input))) continue;
    for (const output of node.outputs) {
      if (output !== '' && builder.type(output).dtype.includes('float')) active.add(output);
    }
  }
  return active;
}
