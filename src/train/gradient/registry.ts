import type { GraphNode } from '../../onnx/graph.js';
import type { GradientRule } from './rule.js';
import { absolute } from './rules/absolute.js';
import { add } from './rules/add.js';
import { averagePool } from './rules/average-pool.js';
import { batchNormalization } from './rules/batch-normalization.js';
import { cast } from './rules/cast.js';
import { celu } from './rules/celu.js';
import { clip } from './rules/clip.js';
import { concat } from './rules/concat.js';
import { conv } from './rules/conv.js';
import { convTranspose } from './rules/conv-transpose.js';
import { div } from './rules/div.js';
import { elu } from './rules/elu.js';
import { erf } from './rules/erf.js';
import { expand } from './rules/expand.js';
import { exponential } from './rules/exponential.js';
import { extremum } from './rules/extremum.js';
import { gather } from './rules/gather.js';
import { gelu } from './rules/gelu.js';
import { gemm } from './rules/gemm.js';
import { globalAveragePool } from './rules/global-average-pool.js';
import { hardSigmoid } from './rules/hard-sigmoid.js';
import { hardSwish } from './rules/hard-swish.js';
import { layerNormalization } from './rules/layer-normalization.js';
import { leakyRelu } from './rules/leaky-relu.js';
import { logSoftmax } from './rules/log-softmax.js';
import { logarithm } from './rules/logarithm.js';
import { matmul } from './rules/matmul.js';
import { maxPool } from './rules/max-pool.js';
import { mish } from './rules/mish.js';
import { mul } from './rules/mul.js';
import { negate } from './rules/negate.js';
import { pad } from './rules/pad.js';
import { pow } from './rules/pow.js';
import { prelu } from './rules/prelu.js';
import { reciprocal } from './rules/reciprocal.js';
import { reduce } from './rules/reduce.js';
import { relu } from './rules/relu.js';
import { reshape } from './rules/reshape.js';
import { resize } from './rules/resize.js';
import { selu } from './rules/selu.js';
import { sigmoid } from './rules/sigmoid.js';
import { slice } from './rules/slice.js';
import { softmax } from './rules/softmax.js';
import { softplus } from './rules/softplus.js';
import { softsign } from './rules/softsign.js';
import { split } from './rules/split.js';
import { squareRoot } from './rules/square-root.js';
import { sub } from './rules/sub.js';
import { tanh } from './rules/tanh.js';
import { thresholdedRelu } from './rules/thresholded-relu.js';
import { transpose } from './rules/transpose.js';
import { where } from './rules/where.js';

const rules: readonly GradientRule[] = [
  absolute,
  add,
  averagePool,
  batchNormalization,
  cast,
  celu,
  clip,
  concat,
  conv,
  convTranspose,
  div,
  elu,
  erf,
  expand,
  exponential,
  extremum,
  gather,
  gelu,
  gemm,
  globalAveragePool,
  hardSigmoid,
  hardSwish,
  layerNormalization,
  leakyRelu,
  logSoftmax,
  logarithm,
  matmul,
  maxPool,
  mish,
  mul,
  negate,
  pad,
  pow,
  prelu,
  reciprocal,
  reduce,
  relu,
  reshape,
  resize,
  selu,
  sigmoid,
  slice,
  softmax,
  softplus,
  softsign,
  split,
  squareRoot,
  sub,
  tanh,
  thresholdedRelu,
  transpose,
  where,
];

const byOperator: ReadonlyMap<string, GradientRule> = new Map(
  rules.flatMap((rule) => rule.opTypes.map((opType) => [opType, rule] as const)),
);

/** The gradient rule of a node's operator; undefined when there is none. */
export const ruleOf = (node: GraphNode): GradientRule | undefined =>
  node.domain === '' ? byOperator.get(node.opType) : undefined;
