import type { GraphNode } from '../../../src/onnx/graph.js';
import type { Array64 } from './array64.js';
import { convolution } from './convolution.js';
import { elementwise } from './elementwise.js';
import type { ReferenceOperator } from './operator.js';
import { pool } from './pool.js';
import { product } from './product.js';
import { rearrangement } from './rearrangement.js';
import { reduction } from './reduction.js';
import { resizing } from './resize.js';

const operators: Readonly<Record<string, ReferenceOperator>> = {
  ...elementwise,
  ...convolution,
  ...pool,
  ...product,
  ...rearrangement,
  ...reduction,
  ...resizing,
};

/** Runs nodes in order in float64; returns every tensor by name. */
export function interpret(
  nodes: readonly GraphNode[],
  feeds: ReadonlyMap<string, Array64>,
): Map<string, Array64> {
  const values = new Map(feeds);
  for (const node of nodes) {
    const inputs = node.inputs.map((name) => values.get(name) as Array64);
    const outputs = operators[node.opType](node, inputs);
    for (const [index, name] of node.outputs.entries()) values.set(name, outputs[index]);
  }
  return values;
}
