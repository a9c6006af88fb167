import { floatAttribute, intAttribute, stringAttribute } from '../../../src/onnx/graph.js';
import { type Array64, broadcastDims, fill, get, getBroadcast, positions } from './array64.js';
import type { ReferenceOperator } from './operator.js';

const gemm: ReferenceOperator = (node, [a, b, c]) => {
  const [transA, transB] = [intAttribute(node, 'transA', 0), intAttribute(node, 'transB', 0)];
  const [rows, inner] = transA ? [a.dims[1], a.dims[0]] : a.dims;
  const columns = transB ? b.dims[0] : b.dims[1];
  return [
    fill([rows, columns], ([i, j]) => {
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += get(a, transA ? [k, i] : [i, k]) * get(b, transB ? [j, k] : [k, j]);
      const shift = c ? floatAttribute(node, 'beta', 1) * getBroadcast(c, [i, j]) : 0;
      return floatAttribute(node, 'alpha', 1) * sum + shift;
    }),
  ];
};

const matmul: ReferenceOperator = (_, [left, right]) => {
  const a: Array64 = left.dims.length === 1 ? { ...left, dims: [1, ...left.dims] } : left;
  const b: Array64 = right.dims.length === 1 ? { ...right, dims: [...right.dims, 1] } : right;
  const outer = broadcastDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
  const [rows, inner, columns] = [a.dims.at(-2)!, a.dims.at(-1)!, b.dims.at(-1)!];
  const y = fill([...outer, rows, columns], (position) => {
    const [batch, [i, j]] = [position.slice(0, -2), position.slice(-2)];
    let sum = 0;
    for (let k = 0; k < inner; k++)
      sum += getBroadcast(a, [...batch, i, k]) * getBroadcast(b, [...batch, k, j]);
    return sum;
  });
  const dims = [
    ...outer,
    ...(left.dims.length === 1 ? [] : [rows]),
    ...(right.dims.length === 1 ? [] : [columns]),
  ];
  return [{ dims, data: y.data }];
};

/** Sums over all values of all indices; an ellipsis stands for the first axes of every operand. */
const einsum: ReferenceOperator = (node, inputs) => {
  const equation = stringAttribute(node, 'equation', '').replaceAll(' ', '');
  const [left, given] = equation.split('->');
  const named = left.split(',');
  const wide = Math.max(
    0,
    ...inputs.map((x, index) => x.dims.length - named[index].replace('...', '').length),
  );
  const extra = 'XYZ'.slice(0, wide);
  const operands = named.map((text, index) => {
    const rank = inputs[index].dims.length - text.replace('...', '').length;
    return text.replace('...', extra.slice(wide - rank));
  });
  const once = [...new Set(left)]
    .filter((label) => /[a-z]/i.test(label) && left.split(label).length === 2)
    .sort();
  const result = (given ?? `${left.includes('...') ? '...' : ''}${once.join('')}`).replace('...', extra);
  const sizes = new Map<string, number>();
  for (const [index, labels] of operands.entries())
    for (const [axis, label] of [...labels].entries())
      sizes.set(label, Math.max(sizes.get(label) ?? 1, inputs[index].dims[axis]));
  const summed = [...sizes.keys()].filter((label) => !result.includes(label));
  const inner = positions(summed.map((label) => sizes.get(label)!));
  return [
    fill(
      [...result].map((label) => sizes.get(label)!),
      (position) =>
        inner.reduce((sum, extraAt) => {
          const at = (label: string) =>
            result.includes(label) ? position[result.indexOf(label)] : extraAt[summed.indexOf(label)];
          const term = inputs.reduce(
            (value, x, index) => value * getBroadcast(x, [...operands[index]].map(at)),
            1,
          );
          return sum + term;
        }, 0),
    ),
  ];
};

export const product = { Gemm: gemm, MatMul: matmul, Einsum: einsum };
