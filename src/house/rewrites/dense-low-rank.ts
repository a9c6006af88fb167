import { floatAttribute, type GraphNode, intAttribute } from '../../onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { Draft } from '../drafts/draft.js';
import { isLinear } from '../layers/linear-layers.js';
import { matrixOf } from '../low-rank/matrix.js';
import type { Subspaces } from '../low-rank/subspaces.js';
import { type LowRank, weightedLowRank } from '../low-rank/weighted-low-rank.js';
import { latencyWork } from './latency-work.js';
import { ranks } from './ranks.js';
import type { Rewrite } from './rewrite.js';

/** A Gemm or MatMul with constant weights, `y = x W + b`, as two with fewer features between. */
export interface Dense {
  readonly node: GraphNode;
  readonly weight: Tensor;
  readonly transposed: boolean;
  readonly inputs: number;
  readonly outputs: number;
  /** Of one sample. */
  readonly dims: readonly number[];
  readonly strengths: Float64Array | undefined;
}

/** The node as a dense layer; undefined for any other, or one whose form is not known (transA, alpha, beta). */
export function denseOf({ graph, means }: Draft, node: GraphNode): Dense | undefined {
  if (!['Gemm', 'MatMul'].includes(node.opType) || !isLinear(graph, node)) return undefined;
  const weight = graph.initializers.get(node.inputs[1])!;
  const dims = graph.values.get(node.outputs[0])?.dims;
  if (dims === undefined || weight.dims.length !== 2 || weight.dtype !== 'float32') return undefined;
  if (intAttribute(node, 'transA', 0) !== 0) return undefined;
  if (floatAttribute(node, 'alpha', 1) !== 1 || floatAttribute(node, 'beta', 1) !== 1) return undefined;
  const transposed = node.opType === 'Gemm' && intAttribute(node, 'transB', 0) !== 0;
  const [inputs, outputs] = transposed ? [weight.dims[1], weight.dims[0]] : weight.dims;
  const strengths = means.get(node.inputs[0]);
  return {
    node,
    weight,
    transposed,
    inputs,
    outputs,
    dims,
    strengths: strengths?.length === inputs ? strengths : undefined,
  };
}

export const workOfDense = ({ dims, inputs }: Pick<Dense, 'dims' | 'inputs'>): number =>
  latencyWork(sizeOf(dims) * inputs, sizeOf(dims));

export function denseLowRank(dense: Dense, subspaces: Subspaces): Rewrite[] {
  const lowRank = denseView(subspaces, dense);
  return lowRank === undefined ? [] : ranks(lowRank.size).map((rank) => denseRewrite(dense, lowRank, rank));
}

/** The weights as [outputs, inputs]. */
export function denseView(subspaces: Subspaces, dense: Dense): LowRank | undefined {
  const { weight, transposed, inputs, outputs } = dense;
  const at = transposed
    ? (row: number, column: number) => Number(weight.data[row * inputs + column])
    : (row: number, column: number) => Number(weight.data[column * outputs + row]);
  const view = { name: 'dense', rows: outputs, columns: inputs, at, channelOf: (column: number) => column };
  return weightedLowRank(subspaces, weight, view, dense.strengths);
}

/** The rewrite of one rank, whatever it costs. */
export function denseRewrite(dense: Dense, lowRank: LowRank, rank: number): Rewrite {
  const { node, transposed, inputs } = dense;
  const between = [...dense.dims.slice(0, -1), rank];
  return {
    loss: lowRank.loss(rank),
    work: workOfDense({ dims: between, inputs }) + workOfDense({ dims: dense.dims, inputs: rank }),
    apply(fresh) {
      const { left, right } = lowRank.factors(rank);
      const weightOf = ({ rows, columns, data }: typeof left): Tensor =>
        transposed
          ? float32(Float32Array.from(data), [rows, columns])
          : float32(
              Float32Array.from(matrixOf(columns, rows, (row, column) => data[column * columns + row]).data),
              [columns, rows],
            );
      const [output] = node.outputs;
      const names = {
        first: fresh(`${output}.0.w`),
        second: fresh(`${output}.1.w`),
        low: fresh(`${output}.0`),
      };
      const { label: _, ...plain } = node;
      return {
        removes: [output],
        nodes: [
          { ...plain, inputs: [node.inputs[0], names.first], outputs: [names.low] },
          { ...plain, inputs: [names.low, names.second, ...node.inputs.slice(2)] },
        ],
        weights: [
          [names.first, weightOf(right)],
          [names.second, weightOf(left)],
        ],
        values: [[names.low, { dtype: 'float32', dims: between }]],
      };
    },
  };
}
