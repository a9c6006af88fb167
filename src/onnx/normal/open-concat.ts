import { type GraphNode, intAttribute } from '../graph.js';
import { float32, int64, sizeOf, type Tensor } from '../tensor.js';
import type { OpenBatch } from './open-batch.js';

/**
 * Concat of activations and constants (class tokens, coordinates, zeros for a widened shortcut): a constant has a fixed
 * number of samples, so the activations are padded with zeros and the constants are added, which broadcasts.
 */
export const openConcat: OpenBatch = (node, { graph, addWeight }) => {
  const output = graph.values.get(node.outputs[0]);
  const parts = node.inputs.map((name) => graph.initializers.get(name));
  const first = parts.indexOf(undefined);
  const last = parts.lastIndexOf(undefined);
  if (output === undefined || first < 0 || parts.slice(first, last + 1).some((part) => part !== undefined))
    return [node];
  const constants = parts.filter((part) => part !== undefined);
  const rank = output.dims.length;
  const stated = intAttribute(node, 'axis', 1);
  const axis = stated < 0 ? stated + rank : stated;
  if (constants.length === 0 || axis === 0 || !constants.every(isSameForEverySample)) return [node];

  const before = lengthOf(parts.slice(0, first), axis);
  const after = lengthOf(parts.slice(last + 1), axis);
  const pads = new Array<number>(2 * rank).fill(0);
  pads[axis] = before;
  pads[rank + axis] = after;
  const [name] = node.outputs;
  const inner = node.inputs.slice(first, last + 1);
  const nodes: GraphNode[] = [];
  if (inner.length > 1) nodes.push({ ...node, inputs: inner, outputs: [`${name}.inner`] });
  const full = joined(parts, [1, ...output.dims.slice(1)], axis, output.dims[axis]);
  const isZero = full.every((value) => value === 0);
  const padded = isZero ? name : `${name}.padded`;
  nodes.push({
    opType: 'Pad',
    domain: '',
    inputs: [inner.length > 1 ? `${name}.inner` : inner[0], addWeight(`${name}.pads`, int64(pads))],
    outputs: [padded],
    attributes: { mode: { type: 'string', value: 'constant' } },
  });
  if (isZero) return nodes;
  const constant = addWeight(`${name}.constant`, float32(full, [1, ...output.dims.slice(1)]));
  return [
    ...nodes,
    { opType: 'Add', domain: '', inputs: [padded, constant], outputs: [name], attributes: {} },
  ];
};

function isSameForEverySample({ dtype, dims, data }: Tensor): boolean {
  const size = sizeOf(dims.slice(1));
  return dtype === 'float32' && (data as Float32Array).every((value, index) => value === data[index % size]);
}

const lengthOf = (parts: readonly (Tensor | undefined)[], axis: number): number =>
  parts.reduce((sum, part) => sum + (part?.dims[axis] ?? 0), 0);

/** One sample of the constants in their places along the axis, zeros in the place of the activations. */
function joined(
  parts: readonly (Tensor | undefined)[],
  dims: readonly number[],
  axis: number,
  axisLength: number,
): Float32Array {
  const full = new Float32Array(sizeOf(dims));
  const inner = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  const activations = axisLength - lengthOf(parts, axis);
  let offset = 0;
  let passed = false;
  for (const part of parts) {
    if (part === undefined) {
      if (!passed) offset += activations;
      passed = true;
      continue;
    }
    const row = part.dims[axis] * inner;
    for (let index = 0; index < outer; index++) {
      const values = (part.data as Float32Array).subarray(index * row, (index + 1) * row);
      full.set(values, index * axisLength * inner + offset * inner);
    }
    offset += part.dims[axis];
  }
  return full;
}
