import type { ValueType } from '../../onnx/graph.js';
import type { OperatorSignature } from '../../onnx/operator-signature.js';
import { hasTrait } from '../../onnx/operators.js';
import { sizeOf } from '../../onnx/tensor.js';

/** What one operator has to do for one sample. */
export interface OperatorWork {
  /** Operators of one kind take time in the same way. */
  readonly kind: string;
  readonly macs: number;
  /**
   * The same of a convolution whose channels are rounded up to whole blocks, as runtimes with blocked layouts compute
   * it.
   */
  readonly blockedMacs: number;
  /** Elements of the activations that it reads and writes. */
  readonly elements: number;
  /** Elements of its weights. */
  readonly weights: number;
}

/** The work of an operator, as far as its shapes tell. */
export function operatorWork(operator: OperatorSignature): OperatorWork {
  const { inputs, weights, outputs } = operator;
  const elementsOf = (values: readonly ValueType[]): number =>
    values.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
  return {
    kind: kindOf(operator),
    macs: macsOf(operator),
    blockedMacs: blockedMacsOf(operator),
    elements: elementsOf(inputs) + elementsOf(outputs),
    weights: elementsOf(weights),
  };
}

function macsOf({ type, inputs, weights, outputs }: OperatorSignature): number {
  const weight = weights[0]?.dims ?? inputs[1]?.dims ?? [];
  const output = sizeOf(outputs[0].dims);
  switch (type) {
    case 'Conv':
      return output * sizeOf(weight.slice(1));
    case 'ConvTranspose':
      return sizeOf(inputs[0]?.dims ?? []) * sizeOf(weight.slice(1));
    case 'Gemm':
      return (output / (outputs[0].dims.at(-1) ?? 1)) * sizeOf(weight);
    case 'MatMul':
    case 'com.microsoft.FusedMatMul':
      return output * (inputs[0]?.dims.at(-1) ?? 1);
    default:
      return 0;
  }
}

/** Channels of a block. */
const BLOCK = 16;

function blockedMacsOf({ type, weights, outputs }: OperatorSignature): number {
  if (type !== 'Conv' || weights.length === 0) return 0;
  const [out, inner, ...kernel] = weights[0].dims;
  const blocked = (channels: number): number => Math.ceil(channels / BLOCK) * BLOCK;
  const [, , ...places] = outputs[0].dims;
  return sizeOf(places) * sizeOf(kernel) * blocked(out) * (inner === 1 ? 1 : blocked(inner));
}

/** With the element type of the weights where that is not float32. */
function kindOf(operator: OperatorSignature): string {
  const dtype = (operator.weights[0] ?? operator.inputs[0] ?? operator.outputs[0]).dtype;
  const kind = floatKind(operator);
  return dtype.startsWith('float32') ? kind : `${kind}:${dtype}`;
}

function floatKind({ type, inputs, weights }: OperatorSignature): string {
  const weight = weights[0]?.dims ?? [];
  if (type === 'Conv' && weight.length > 0) {
    const channels = inputs[0]?.dims[1] ?? weight[1];
    const kernel = sizeOf(weight.slice(2));
    if (weight[1] === 1 && channels > 1) return `depthwise ${kernel}`;
    return weight[1] < channels ? 'grouped convolution' : `convolution ${kernel}`;
  }
  if (type === 'ConvTranspose') return 'transposed convolution';
  if (type === 'Gemm' || type.endsWith('MatMul')) return weights.length > 0 ? 'dense' : 'product';
  if (type.endsWith('Pool')) return type.startsWith('Global') ? 'global pool' : 'pool';
  if (hasTrait({ domain: '', opType: type }, 'fused')) return 'activation';
  if (hasTrait({ domain: '', opType: type }, 'rearrangement')) return 'moving';
  return /Norm|Softmax|Reduce/.test(type) ? 'reduction' : 'elementwise';
}
