import {
  type GraphNode,
  intAttribute,
  intsAttribute,
  stringAttribute,
  type ValueType,
} from '../../onnx/graph.js';
import { float32, sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { Draft } from '../drafts/draft.js';
import { isLinear } from '../layers/linear-layers.js';
import { latencyWork } from './latency-work.js';

type Pair = readonly [number, number];

/** Kernel, strides and dilations as [height, width]; pads as in ONNX: [top, left, bottom, right]. */
export interface Geometry {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pads: readonly [number, number, number, number];
}

/** A 2-D convolution with constant float32 weights, [outputs, inputs of a group, height, width]. */
export interface Convolution extends Geometry {
  readonly node: GraphNode;
  readonly weight: Tensor;
  readonly outputs: number;
  readonly inputsOfGroup: number;
  readonly groups: number;
  /** Of one sample, NCHW. */
  readonly from: ValueType;
  readonly to: ValueType;
  /** Mean absolute activation of the input's channels, where it is known. */
  readonly strengths: Float64Array | undefined;
}

/** The node as a convolution; undefined for any other, or one whose form is not known (1-D, 3-D, auto_pad). */
export function convolutionOf({ graph, means }: Draft, node: GraphNode): Convolution | undefined {
  if (node.opType !== 'Conv' || !isLinear(graph, node)) return undefined;
  const weight = graph.initializers.get(node.inputs[1])!;
  const [from, to] = [graph.values.get(node.inputs[0]), graph.values.get(node.outputs[0])];
  if (from === undefined || to === undefined || weight.dims.length !== 4 || weight.dtype !== 'float32')
    return undefined;
  if (!['', 'NOTSET'].includes(stringAttribute(node, 'auto_pad', 'NOTSET'))) return undefined;
  const strengths = means.get(node.inputs[0]);
  return {
    node,
    weight,
    outputs: weight.dims[0],
    inputsOfGroup: weight.dims[1],
    groups: intAttribute(node, 'group', 1),
    kernel: [weight.dims[2], weight.dims[3]],
    strides: intsAttribute(node, 'strides', [1, 1]) as Pair,
    dilations: intsAttribute(node, 'dilations', [1, 1]) as Pair,
    pads: intsAttribute(node, 'pads', [0, 0, 0, 0]) as Geometry['pads'],
    from,
    to,
    strengths: strengths?.length === from.dims[1] ? strengths : undefined,
  };
}

export const PLAIN: Geometry = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };

/** Work of a convolution that makes a tensor of this shape. */
export const convolutionWork = (to: readonly number[], inputsOfGroup: number, kernel: Pair): number =>
  latencyWork(sizeOf(to) * inputsOfGroup * kernel[0] * kernel[1], sizeOf(to));

export const workOfConvolution = ({ to, inputsOfGroup, kernel }: Convolution): number =>
  convolutionWork(to.dims, inputsOfGroup, kernel);

/** Height and width behind a convolution. */
export function sizeBehind(size: readonly number[], geometry: Geometry): Pair {
  const along = (axis: 0 | 1): number => {
    const { kernel, strides, dilations, pads } = geometry;
    const padded = size[axis] + pads[axis] + pads[axis + 2];
    return Math.floor((padded - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}

/** A Conv node. `inputs`: the tensor, the weight, and the bias if there is one. */
export const convolutionNode = (
  inputs: readonly string[],
  output: string,
  { kernel, strides, dilations, pads }: Geometry,
  groups = 1,
): GraphNode => ({
  opType: 'Conv',
  domain: '',
  inputs,
  outputs: [output],
  attributes: {
    kernel_shape: { type: 'ints', value: kernel },
    strides: { type: 'ints', value: strides },
    dilations: { type: 'ints', value: dilations },
    pads: { type: 'ints', value: pads },
    group: { type: 'int', value: groups },
  },
});

/** The bias of a layer as it is, or zeros for least squares to fill. */
export function biasOf(
  node: GraphNode,
  outputs: number,
  fresh: (base: string) => string,
): { readonly name: string; readonly weights: readonly (readonly [string, Tensor])[] } {
  const known = node.inputs[2] ?? '';
  if (known !== '') return { name: known, weights: [] };
  const name = fresh(`${node.outputs[0]}.shift`);
  return { name, weights: [[name, float32(new Float32Array(outputs), [outputs])]] };
}
