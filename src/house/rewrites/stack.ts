import { float32, type Tensor } from '../../onnx/tensor.js';
import {
  biasOf,
  type Convolution,
  convolutionNode,
  convolutionWork,
  type Geometry,
  sizeBehind,
} from './convolution.js';
import type { RewrittenLayer } from './rewrite.js';

/** One of several convolutions in a row. */
export interface StackLayer extends Geometry {
  readonly outputs: number;
  readonly inputsOfGroup: number;
  readonly groups: number;
}

/** Output shape of every layer of a stack. */
function shapesOf(from: readonly number[], layers: readonly StackLayer[]): number[][] {
  let size: readonly number[] = from.slice(2);
  return layers.map((layer) => {
    size = sizeBehind(size, layer);
    return [from[0], layer.outputs, ...size];
  });
}

export const stackWork = ({ from }: Convolution, layers: readonly StackLayer[]): number =>
  shapesOf(from.dims, layers).reduce(
    (sum, dims, index) => sum + convolutionWork(dims, layers[index].inputsOfGroup, layers[index].kernel),
    0,
  );

/** A convolution as several in a row, of which the last has the bias. `weights`: one array a layer. */
export function stackFor(
  convolution: Convolution,
  layers: readonly StackLayer[],
  weights: readonly Float32Array[],
  fresh: (base: string) => string,
): RewrittenLayer {
  const { node, from, to } = convolution;
  const [output] = node.outputs;
  const shapes = shapesOf(from.dims, layers);
  const bias = biasOf(node, convolution.outputs, fresh);
  const tensors: (readonly [string, Tensor])[] = [...bias.weights];
  const names = layers.map((_, index) =>
    index === layers.length - 1 ? output : fresh(`${output}.${index}`),
  );
  const nodes = layers.map((layer, index) => {
    const { outputs, inputsOfGroup, kernel, groups } = layer;
    const weight = fresh(`${output}.${index}.w`);
    tensors.push([weight, float32(weights[index], [outputs, inputsOfGroup, ...kernel])]);
    const input = index === 0 ? node.inputs[0] : names[index - 1];
    const isLast = index === layers.length - 1;
    return convolutionNode(
      isLast ? [input, weight, bias.name] : [input, weight],
      names[index],
      layer,
      groups,
    );
  });
  const values = names.slice(0, -1).map((name, index) => [name, { ...to, dims: shapes[index] }] as const);
  return { removes: [output], nodes, weights: tensors, values };
}
