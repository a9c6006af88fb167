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
import { cumulativeSum } from './rules/cumulative-sum.js';
import { depthToSpace } from './rules/depth-to-space.js';
import { div } from './rules/div.js';
import { einsum } from './rules/einsum.js';
import { elu } from './rules/elu.js';
import { erf } from './rules/erf.js';
import { expand } from './rules/expand.js';
import { exponential } from './rules/exponential.js';
import { extremum } from './rules/extremum.js';
import { gather } from './rules/gather.js';
import { gelu } from './rules/gelu.js';
import { gemm } from './rules/gemm.js';
import { globalAveragePool } from './rules/global-average-pool.js';
import { gridSample } from './rules/grid-sample.js';
import { hardSigmoid } from './rules/hard-sigmoid.js';
import { hardSwish } from './rules/hard-swish.js';
import { instanceNormalization, meanVarianceNormalization } from './rules/instance-normalization.js';
import { layerNormalization } from './rules/layer-normalization.js';
import { leakyRelu } from './rules/leaky-relu.js';
import { localResponseNormalization } from './rules/local-response-normalization.js';
import { logSoftmax } from './rules/log-softmax.js';
import { logarithm } from './rules/logarithm.js';
import { lpNormalization } from './rules/lp-normalization.js';
import { lpPool } from './rules/lp-pool.js';
import { matmul } from './rules/matmul.js';
import { maxPool } from './rules/max-pool.js';
import { mean } from './rules/mean.js';
import { mish } from './rules/mish.js';
import { mul } from './rules/mul.js';
import { negate } from './rules/negate.js';
import { pad } from './rules/pad.js';
import { pow } from './rules/pow.js';
import { prelu } from './rules/prelu.js';
import { reciprocal } from './rules/reciprocal.js';
import { reduce } from './rules/reduce.js';
import { globalMaxPool, reduceExtremum } from './rules/reduce-extremum.js';
import { reduceNorm } from './rules/reduce-norm.js';
import { reduceProduct } from './rules/reduce-product.js';
import { relu } from './rules/relu.js';
import { reshape } from './rules/reshape.js';
import { resize } from './rules/resize.js';
import { gatherElements, scatterElements, topK } from './rules/scatter.js';
import { selu } from './rules/selu.js';
import { shrink } from './rules/shrink.js';
import { sigmoid } from './rules/sigmoid.js';
import { slice } from './rules/slice.js';
import { softmax } from './rules/softmax.js';
import { softplus } from './rules/softplus.js';
import { softsign } from './rules/softsign.js';
import { split } from './rules/split.js';
import { squareRoot } from './rules/square-root.js';
import { step } from './rules/step.js';
import { sub } from './rules/sub.js';
import { tanh } from './rules/tanh.js';
import { thresholdedRelu } from './rules/thresholded-relu.js';
import { tile } from './rules/tile.js';
import { transpose } from './rules/transpose.js';
import { triangle } from './rules/triangle.js';
import { trigonometry } from './rules/trigonometry.js';
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
  cumulativeSum,
  depthToSpace,
  div,
  einsum,
  elu,
  erf,
  expand,
  exponential,
  extremum,
  gather,
  gatherElements,
  gelu,
  gemm,
  globalAveragePool,
  globalMaxPool,
  gridSample,
  hardSigmoid,
  hardSwish,
  instanceNormalization,
  layerNormalization,
  leakyRelu,
  localResponseNormalization,
  logarithm,
  logSoftmax,
  lpNormalization,
  lpPool,
  matmul,
  maxPool,
  mean,
  meanVarianceNormalization,
  mish,
  mul,
  negate,
  pad,
  pow,
  prelu,
  reciprocal,
  reduce,
  reduceExtremum,
  reduceNorm,
  reduceProduct,
  relu,
  reshape,
  resize,
  scatterElements,
  selu,
  shrink,
  sigmoid,
  slice,
  softmax,
  softplus,
  softsign,
  split,
  squareRoot,
  step,
  sub,
  tanh,
  thresholdedRelu,
  tile,
  topK,
  transpose,
  triangle,
  trigonometry,
  where,
];

const byOperator: ReadonlyMap<string, GradientRule> = new Map(
  rules.flatMap((rule) => rule.opTypes.map((opType) => [opType, rule] as const)),
);

/** The gradient rule of a node's operator; undefined when there is none. */
export const ruleOf = (node: GraphNode): GradientRule | undefined =>
  node.domain === '' ? byOperator.get(node.opType) : undefined;
