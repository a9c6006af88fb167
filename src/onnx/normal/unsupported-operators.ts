import { BespokeError } from '../../errors.js';
import type { NodeProto } from '../gen/onnx_pb.js';
import type { Graph } from '../graph.js';
import { hasTrait } from '../operators.js';

const NO_TENSORS =
  /^(Sequence|Optional|SplitToSequence|ConcatFromSequence|String|TfIdf|RegexFullMatch|ImageDecoder)/;

/** Whether two runs give different results. */
export const isRandom = (node: { readonly domain: string; readonly opType: string }): boolean =>
  hasTrait(node, 'random');

/**
 * Refuses operators that no graph in normal form can have.
 * @param nodes of a model whose constants are folded
 * @throws BespokeError MODEL_OPERATOR, naming the node
 */
export function assertSupportedOperators(nodes: readonly NodeProto[], where: string): void {
  for (const node of nodes) {
    const why = reason(node);
    if (why === undefined) continue;
    throw new BespokeError({
      code: 'MODEL_OPERATOR',
      what: `node '${node.name || node.output[0]}' (${node.opType}): ${why}`,
      where,
      value: node.opType,
      accepted: 'a graph without control flow, whose shapes and results depend only on its input and weights',
      next: 'Export the part of the network in front of it, or export for inference without it.',
    });
  }
}

function reason(node: NodeProto): string | undefined {
  if (node.domain !== '') return undefined;
  if (isRandom(node)) return 'it gives different results on every run';
  if (hasTrait(node, 'control-flow')) return 'it is control flow that constant folding did not remove';
  if (hasTrait(node, 'data-dependent')) return 'the shape of its output depends on the values';
  if (NO_TENSORS.test(node.opType)) return 'it works on something other than tensors of numbers';
  const trains = node.attribute.some(({ name, i }) => name === 'training_mode' && i === 1n);
  if (node.opType === 'BatchNormalization' && trains) return 'it is in training mode';
  return undefined;
}

/** @throws BespokeError MODEL_OUTPUT for an output that is no activation */
export function assertOutputsDependOnInputs(graph: Graph, where: string): void {
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const fixed = graph.outputs.find(({ name }) => !made.has(name));
  if (fixed === undefined) return;
  throw new BespokeError({
    code: 'MODEL_OUTPUT',
    what: `the output '${fixed.name}' does not depend on the input`,
    where,
    accepted: 'outputs that are computed from the input',
    next: 'Export the model without this output.',
  });
}
