import {
  floatAttribute,
  type Graph,
  type GraphNode,
  intAttribute,
  intsAttribute,
  stringAttribute,
} from '../graph.js';
import { float32, sizeOf, type Tensor } from '../tensor.js';
import { type Affine, IDENTITY } from './affine.js';

/** A Conv, ConvTranspose or Gemm with constant weights, and what affine functions may go into them. */
export interface FoldableLayer {
  readonly node: GraphNode;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether what is added to all of a channel in front of the layer adds the same to all that comes out. */
  readonly takesShift: boolean;
  /** Channels of input and output that an element of the weight belongs to. */
  channelsOf(element: number): readonly [input: number, output: number];
}

export function foldableLayer({ initializers }: Graph, node: GraphNode): FoldableLayer | undefined {
  const weight = initializers.get(node.inputs[1]);
  const biasName = node.inputs[2] ?? '';
  const bias = initializers.get(biasName);
  if (node.domain !== '' || weight?.dtype !== 'float32') return undefined;
  const layer = ofType(node, weight.dims);
  if (layer === undefined) return undefined;
  if (biasName !== '' && (bias?.dtype !== 'float32' || bias.data.length !== layer.outputs)) return undefined;
  return layer;
}

function ofType(node: GraphNode, dims: readonly number[]): FoldableLayer | undefined {
  const inner = sizeOf(dims.slice(1));
  const kernel = sizeOf(dims.slice(2));
  const groups = intAttribute(node, 'group', 1);
  switch (node.opType) {
    case 'Conv': {
      // W is [M, C/group, kernel…]; output channel m reads the input channels of its group.
      const perGroup = dims[0] / groups;
      return {
        node,
        inputs: dims[1] * groups,
        outputs: dims[0],
        takesShift: !isPadded(node),
        channelsOf(element) {
          const output = Math.floor(element / inner);
          return [Math.floor(output / perGroup) * dims[1] + (Math.floor(element / kernel) % dims[1]), output];
        },
      };
    }
    case 'ConvTranspose': {
      // W is [C, M/group, kernel…]; places of the output are reached by different numbers of its elements.
      const perGroup = dims[0] / groups;
      return {
        node,
        inputs: dims[0],
        outputs: dims[1] * groups,
        takesShift: false,
        channelsOf(element) {
          const input = Math.floor(element / inner);
          return [input, Math.floor(input / perGroup) * dims[1] + (Math.floor(element / kernel) % dims[1])];
        },
      };
    }
    case 'Gemm': {
      if (floatAttribute(node, 'beta', 1) === 0 || intAttribute(node, 'transA', 0) === 1) return undefined;
      const [rows, columns] = dims;
      const isTransposed = intAttribute(node, 'transB', 0) === 1;
      return {
        node,
        inputs: isTransposed ? columns : rows,
        outputs: isTransposed ? rows : columns,
        takesShift: true,
        channelsOf(element) {
          const at = [Math.floor(element / columns), element % columns] as const;
          return isTransposed ? [at[1], at[0]] : at;
        },
      };
    }
    default:
      return undefined;
  }
}

const isPadded = (node: GraphNode): boolean =>
  stringAttribute(node, 'auto_pad', 'NOTSET').startsWith('SAME') ||
  intsAttribute(node, 'pads', []).some((pad) => pad !== 0);

/**
 * Weight and bias of the layer together with an affine function of its input and one of its output, computed in
 * float64: W' = outer.scale W inner.scale, b' = outer.scale (b + sum of W inner.shift) + outer.shift. A layer without
 * a bias gets none that is all zeros.
 */
export function foldedWeights(
  { initializers }: Graph,
  { node, outputs, channelsOf }: FoldableLayer,
  { inner = IDENTITY, outer = IDENTITY }: { readonly inner?: Affine; readonly outer?: Affine },
): { readonly weight: Tensor; readonly bias: Tensor | undefined } {
  const isGemm = node.opType === 'Gemm';
  const alpha = isGemm ? floatAttribute(node, 'alpha', 1) : 1;
  const beta = isGemm ? floatAttribute(node, 'beta', 1) : 1;
  const at = (vector: Float64Array, channel: number): number => vector[vector.length === 1 ? 0 : channel];
  const { data, dims } = initializers.get(node.inputs[1])!;
  const bias = initializers.get(node.inputs[2] ?? '')?.data;
  const added = new Float64Array(outputs);
  const weight = (data as Float32Array).map((value, element) => {
    const [input, output] = channelsOf(element);
    added[output] += alpha * value * at(inner.shift, input);
    return value * at(inner.scale, input) * at(outer.scale, output);
  });
  const shift = Float32Array.from(added, (sum, channel) => {
    const before = bias === undefined ? 0 : Number(bias[channel]) * beta;
    return ((before + sum) * at(outer.scale, channel) + at(outer.shift, channel)) / beta;
  });
  const isNeeded = bias !== undefined || shift.some((value) => value !== 0);
  return {
    weight: float32(weight, dims),
    bias: isNeeded ? float32(shift, [outputs]) : undefined,
  };
}
