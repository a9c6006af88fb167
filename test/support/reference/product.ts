import { floatAttribute, intAttribute } from '../../../src/onnx/graph.js';
import { type Array64, broadcastDims, fill, get, getBroadcast } from './array64.js';
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

export const product = { Gemm: gemm, MatMul: matmul };
