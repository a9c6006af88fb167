/** What the code asks of an operator of ONNX (domain ai.onnx). */
export type OperatorTrait =
  /** The same function of every element of one tensor. */
  | 'unary'
  /** A unary function that networks have between their layers. */
  | 'activation'
  /** Elementwise with broadcasting, of two tensors or more. */
  | 'binary'
  /** Binary, and the shapes of both operands may be reshaped alike. */
  | 'arithmetic'
  /** Sums products of two tensors, one of which is mostly a weight: a layer. */
  | 'layer'
  /** Moves elements, or leaves some out, without computing. */
  | 'rearrangement'
  /** The elements stay in their order, the shape does not. */
  | 'reshape'
  /** Combines the elements at places near one another, channel by channel. */
  | 'pool'
  /** Combines all elements along some axes. */
  | 'reduction'
  /** A reduction whose axes became an input with opset 18. */
  | 'axes-input-18'
  /** Has no weights, and passes on the error of what it reads. */
  | 'passes-error'
  /** Runtimes compute it while they write the result of the operator before. */
  | 'fused'
  /** ONNX Runtime's CPU provider computes it in int8. */
  | 'int8'
  /** The same in int8 as in float: it only moves or selects numbers. */
  | 'int8-same'
  /** Goes through its input step by step, with a state for each sample. */
  | 'recurrent'
  /** Two runs give different results. */
  | 'random'
  | 'control-flow'
  /** Its output's shape depends on values. */
  | 'data-dependent';

const named = (traits: readonly OperatorTrait[], operators: string): [string, readonly OperatorTrait[]][] =>
  operators.split(' ').map((operator) => [operator, traits]);

/** Every operator with a trait. An operator may stand in several lines: its traits add up. */
const LINES: readonly [string, readonly OperatorTrait[]][] = [
  ...named(['unary', 'activation', 'fused'], 'Relu LeakyRelu Clip Sigmoid HardSigmoid Tanh'),
  ...named(['unary', 'activation'], 'HardSwish Gelu Elu Selu Celu Mish Softplus Softsign ThresholdedRelu'),
  ...named(['unary'], 'Erf Exp Log Sqrt Abs Neg Reciprocal Floor Ceil Round Sign Shrink'),
  ...named(['unary'], 'Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh'),
  ...named(['binary', 'arithmetic'], 'Add Sub Mul Div Pow'),
  ...named(['binary'], 'Max Min Sum Mean PRelu'),
  ...named(['fused'], 'Add'),
  ...named(['layer'], 'Conv ConvTranspose Gemm MatMul Einsum'),
  ...named(['rearrangement', 'reshape', 'passes-error', 'int8-same'], 'Reshape Flatten Squeeze Unsqueeze'),
  ...named(['rearrangement', 'passes-error', 'int8-same'], 'Transpose'),
  ...named(['rearrangement', 'passes-error'], 'Concat Pad'),
  ...named(['rearrangement'], 'DepthToSpace Expand Gather Slice SpaceToDepth Split Tile'),
  ...named(['passes-error'], 'Resize'),
  ...named(['pool', 'passes-error'], 'MaxPool AveragePool GlobalAveragePool GlobalMaxPool'),
  ...named(['reduction', 'axes-input-18'], 'ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2'),
  ...named(['reduction'], 'ReduceSum ReduceSumSquare ReduceLogSum ReduceLogSumExp'),
  ...named(['passes-error'], 'ReduceMean'),
  ...named(['int8'], 'Add Mul Concat GlobalAveragePool AveragePool Sigmoid LeakyRelu'),
  ...named(['int8-same'], 'MaxPool'),
  ...named(['random'], 'Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike'),
  ...named(['recurrent'], 'GRU LSTM RNN'),
  ...named(['control-flow'], 'If Loop Scan SequenceMap'),
  ...named(['data-dependent'], 'Compress NonMaxSuppression NonZero Unique'),
];

const TRAITS: ReadonlyMap<string, ReadonlySet<OperatorTrait>> = LINES.reduce(
  (all, [operator, traits]) => all.set(operator, new Set([...(all.get(operator) ?? []), ...traits])),
  new Map<string, Set<OperatorTrait>>(),
);

/** Whether a node's operator has a trait; operators of other domains have none. */
export const hasTrait = (
  { domain, opType }: { readonly domain: string; readonly opType: string },
  trait: OperatorTrait,
): boolean => domain === '' && (TRAITS.get(opType)?.has(trait) ?? false);

/** Every operator of the table that has a trait, in its order. */
export const operatorsThatAre = (trait: OperatorTrait): readonly string[] =>
  [...TRAITS].flatMap(([operator, traits]) => (traits.has(trait) ? [operator] : []));
