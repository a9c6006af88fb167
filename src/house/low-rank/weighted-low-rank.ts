import type { Tensor } from '../../onnx/tensor.js';
import { type Matrix, matrixOf } from './matrix.js';
import { factoriseWeights, lossAt, type Subspace } from './subspace.js';
import type { Subspaces } from './subspaces.js';

/** Approximations of one matrix view of a weight, of any rank, for columns that matter more or less. */
export interface LowRank {
  readonly size: number;
  /** Share of the weighted squared values that is lost, 0 to 1. */
  loss(rank: number): number;
  factors(rank: number): { readonly left: Matrix; readonly right: Matrix };
}

export interface WeightView {
  /** Tells views of the same weight apart. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  at(row: number, column: number): number;
  /** The input channel that a column of the view reads. */
  channelOf(column: number): number;
}

/**
 * Minimises `|(W - L R) diag(s)|` where `s` is the strength of the input channel that a column reads: an error where
 * the input is weak costs little (ASVD, arXiv 2312.05821, with mean absolute activations). Undefined when the weight is
 * too large.
 */
export function weightedLowRank(
  subspaces: Subspaces,
  weight: Tensor,
  view: WeightView,
  strengths: Float64Array | undefined,
): LowRank | undefined {
  const strengthOf = floored(strengths);
  const weighted = (): Matrix =>
    matrixOf(
      view.rows,
      view.columns,
      (row, column) => view.at(row, column) * strengthOf(view.channelOf(column)),
    );
  const subspace: Subspace | undefined = subspaces.of(weight, view.name, strengths, weighted);
  if (subspace === undefined) return undefined;
  return {
    size: subspace.size,
    loss: (rank) => lossAt(subspace, rank),
    factors(rank) {
      const { left, right } = factoriseWeights(view, weighted, subspace, rank);
      const plain = matrixOf(
        right.rows,
        right.columns,
        (row, column) => right.data[row * right.columns + column] / strengthOf(view.channelOf(column)),
      );
      return { left, right: plain };
    },
  };
}

/** No channel counts for nothing: it may wake up. */
function floored(strengths: Float64Array | undefined): (channel: number) => number {
  if (strengths === undefined) return () => 1;
  const mean = strengths.reduce((sum, value) => sum + value, 0) / strengths.length;
  if (!(mean > 0)) return () => 1;
  return (channel) => Math.max(strengths[channel] / mean, 0.01);
}
