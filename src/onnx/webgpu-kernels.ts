import { type Graph, type GraphNode, nodeId } from './graph.js';
import type { DataType } from './tensor.js';

/** What ONNX Runtime Web 1.30 computes an operator of ai.onnx for on its WebGPU provider, from opset 18 on. */
export interface WebgpuKernel {
  /** Of the tensor that is computed on. */
  readonly types: readonly DataType[];
  /** The first opset without a kernel. */
  readonly below: number;
}

const FLOAT: readonly DataType[] = ['float32'];
const NUMBERS: readonly DataType[] = [...FLOAT, 'int32', 'uint32'];
const WITH_BOOL: readonly DataType[] = [...NUMBERS, 'bool'];
const WITH_BYTES: readonly DataType[] = [...WITH_BOOL, 'uint8'];

const kernels = (types: readonly DataType[], operators: string, below = Infinity): [string, WebgpuKernel][] =>
  operators.split(' ').map((operator) => [operator, { types, below }]);

/**
 * Those of its WebGPU build, which a test asks; the table in its documentation is that of another provider.
 */
export const WEBGPU_KERNELS: ReadonlyMap<string, WebgpuKernel> = new Map([
  ...kernels(FLOAT, 'Relu LeakyRelu Sigmoid Tanh Gelu Mish Softplus PRelu Softmax'),
  ...kernels(FLOAT, 'Erf Exp Log Sqrt Abs Neg Reciprocal Floor Ceil'),
  ...kernels(
    FLOAT,
    'MatMul Einsum InstanceNormalization LayerNormalization LpNormalization RMSNormalization',
  ),
  ...kernels(FLOAT, 'Slice GatherElements TopK DFT RotaryEmbedding'),
  ...kernels(FLOAT, 'GridSample', 20),
  ...kernels(FLOAT, 'HardSigmoid HardSwish Elu ThresholdedRelu Sin Cos Tan Asin Acos Atan', 22),
  ...kernels(FLOAT, 'Sinh Cosh Asinh Acosh Atanh ConvTranspose MaxPool GlobalAveragePool GlobalMaxPool', 22),
  ...kernels(FLOAT, 'GRU LSTM', 22),
  ...kernels(FLOAT, 'Conv AveragePool BatchNormalization DepthToSpace'),
  ...kernels(
    NUMBERS,
    'Add Sub Mul Div Max Min Equal Greater Less GreaterOrEqual LessOrEqual Clip Gemm Resize',
  ),
  ...kernels(
    NUMBERS,
    'ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSum ReduceSumSquare',
  ),
  ...kernels(NUMBERS, 'ReduceLogSum ReduceLogSumExp ArgMax ArgMin CumSum'),
  ...kernels(NUMBERS, 'Identity Concat Split Tile Trilu GatherND ScatterElements ScatterND'),
  ...kernels(NUMBERS, 'Pad', 24),
  ...kernels(NUMBERS, 'Transpose Squeeze Shape', 25),
  ...kernels([...FLOAT, 'int32'], 'Pow Range'),
  ...kernels(WITH_BOOL, 'Where Unsqueeze'),
  ...kernels(WITH_BOOL, 'Flatten', 23),
  ...kernels(WITH_BYTES, 'Reshape Expand Gather Cast CastLike'),
  ...kernels(['bool'], 'Not And'),
  ...kernels(['int32', 'uint8', 'int8'], 'DequantizeLinear', 24),
]);

/** These compute with channels last, between transpositions that ONNX Runtime adds. */
const CHANNELS_LAST = /^(Conv|AveragePool|BatchNormalization|DepthToSpace)$/;

/** Types that a Cast gives there. */
const CAST_TO: readonly DataType[] = [...WITH_BYTES, 'float16', 'int64'];

export interface WebgpuPlaces {
  /** What the provider leaves to the CPU: its activations are copied there and back. */
  readonly onCpu: readonly { readonly node: string; readonly opType: string; readonly why: string }[];
  /** Whether ONNX Runtime adds transpositions that run on the CPU: one at each end of a run of convolutions. */
  readonly transposes: boolean;
  /** Nodes of other domains than ai.onnx, of which nothing is known. */
  readonly unknown: readonly { readonly node: string; readonly opType: string }[];
}

/**
 * Where the nodes of a graph would run, by their operators, data types and the opset alone: what ONNX Runtime fuses,
 * and whether a kernel takes these attributes and sizes, is not looked at.
 * @param graph with the types of its activations
 */
export function webgpuPlaces(graph: Graph): WebgpuPlaces {
  const own = graph.nodes.filter(({ domain }) => domain === '');
  const transposes = (graph.opsets.get('') ?? 0) >= WEBGPU_KERNELS.get('Transpose')!.below;
  return {
    transposes: transposes && own.some(({ opType }) => CHANNELS_LAST.test(opType)),
    onCpu: own.flatMap((node) => {
      const why = whyOnCpu(node, graph);
      return why === undefined ? [] : [{ node: nodeId(node), opType: node.opType, why }];
    }),
    unknown: graph.nodes
      .filter(({ domain }) => domain !== '')
      .map((node) => ({ node: nodeId(node), opType: `${node.domain}.${node.opType}` })),
  };
}

/** For people; undefined where the provider has a kernel. */
function whyOnCpu({ opType, inputs, outputs }: GraphNode, graph: Graph): string | undefined {
  const kernel = WEBGPU_KERNELS.get(opType);
  if (kernel === undefined) return 'no kernel';
  if ((graph.opsets.get('') ?? 0) >= kernel.below) return `no kernel from opset ${kernel.below} on`;
  const typeOf = (name: string) => (graph.values.get(name) ?? graph.initializers.get(name))?.dtype;
  const type = typeOf(inputs[opType === 'Where' ? 1 : 0]!);
  if (type !== undefined && !kernel.types.includes(type)) return `no kernel for ${type}`;
  const made = opType.startsWith('Cast') ? typeOf(outputs[0]!) : undefined;
  return made === undefined || CAST_TO.includes(made) ? undefined : `no kernel to ${made}`;
}
