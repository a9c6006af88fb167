import { type GraphNode, intAttribute, intsAttribute } from '../../onnx/graph.js';
import {
  input,
  type OperatorCall,
  type OperatorTable,
  type Tf,
  type TfImage,
  type TfTensor,
} from './operator.js';
import { type ImageWindow, imageWindow } from './window.js';

/**
 * Convolutions run in TensorFlow's layout, NHWC, since its CPU kernels know no other; weights [Co, C/g, kh, kw] become
 * [kh, kw, C/g, Co].
 */
export const convolution: OperatorTable = {
  Conv: (call) =>
    inTwoDimensions(call, (x, weight, node) => {
      const window = imageWindow(node, x.shape.slice(2), weight.shape.slice(2));
      return convolve(call.tf, x, weight, intAttribute(node, 'group', 1), window);
    }),
  ConvTranspose: (call) =>
    inTwoDimensions(call, (x, weight, node) => {
      const groups = intAttribute(node, 'group', 1);
      const xs = call.tf.split(x, groups, 1);
      const weights = call.tf.split(weight, groups, 0);
      return call.tf.concat(
        xs.map((part, index) => transposed(call.tf, part, weights[index], node)),
        1,
      );
    }),
};

/** Runs on [N, C, H, W]; one spatial axis gets a second one of size 1. Adds the bias. */
function inTwoDimensions(
  call: OperatorCall,
  run: (x: TfTensor, weight: TfTensor, node: GraphNode) => TfTensor,
): TfTensor {
  const [x, weight] = [input(call, 0), input(call, 1)];
  if (x.rank !== 3 && x.rank !== 4) throw new Error(`${x.rank - 2} spatial dimensions are not supported`);
  const flat = x.rank === 3;
  const result = flat
    ? run(x.expandDims(3), weight.expandDims(3), widened(call.node))
    : run(x, weight, call.node);
  const bias = call.inputs[2];
  const sum = bias === undefined ? result : result.add(bias.reshape([1, -1, 1, 1]));
  return flat ? sum.squeeze([3]) : sum;
}

function widened(node: GraphNode): GraphNode {
  const added: Readonly<Record<string, number>> = {
    strides: 1,
    dilations: 1,
    kernel_shape: 1,
    output_padding: 0,
    output_shape: 1,
  };
  const attributes = { ...node.attributes };
  for (const [name, value] of Object.entries(added)) {
    const given = intsAttribute(node, name, []);
    if (given.length === 1) attributes[name] = { type: 'ints', value: [given[0], value] };
  }
  const [before, after] = intsAttribute(node, 'pads', []);
  if (before !== undefined) attributes.pads = { type: 'ints', value: [before, 0, after, 0] };
  return { ...node, attributes };
}

const toNhwc = (x: TfTensor): TfImage => x.transpose([0, 2, 3, 1]) as TfImage;
const toNchw = (x: TfTensor): TfTensor => x.transpose([0, 3, 1, 2]);

function convolve(tf: Tf, x: TfTensor, weight: TfTensor, groups: number, window: ImageWindow): TfTensor {
  const [top, left] = window.before;
  const [bottom, right] = window.after;
  const image = tf.pad(toNhwc(x), [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]) as TfImage;
  const [out, inner] = weight.shape;
  if (groups > 1 && inner === 1) {
    const [kh, kw] = window.kernel;
    const filter = weight.reshape([groups, out / groups, kh, kw]).transpose([2, 3, 0, 1]) as TfImage;
    // The native kernel takes neither unequal strides nor strides with dilations.
    const plain = window.strides[0] === window.strides[1] && !isDilated(window);
    const strides = plain ? pair(window.strides) : pair([1, 1]);
    const result = tf.depthwiseConv2d(image, filter, strides, 'valid', 'NHWC', pair(window.dilations));
    return toNchw(plain ? result : everyNth(tf, result, window.strides));
  }
  const filters = tf.split(weight.transpose([2, 3, 1, 0]), groups, 3) as TfImage[];
  const images: TfImage[] = groups === 1 ? [image] : tf.split(image, groups, 3);
  const parts = images.map((part, index): TfTensor => {
    if (!isDilated(window)) return tf.conv2d(part, filters[index], pair(window.strides), 'valid');
    const dense = tf.conv2d(part, filters[index], 1, 'valid', 'NHWC', pair(window.dilations));
    return everyNth(tf, dense, window.strides);
  });
  return toNchw(parts.length === 1 ? parts[0] : tf.concat(parts, 3));
}

/** The gradient of a convolution by its input: all positions written out, then cut by the pads. */
function transposed(tf: Tf, x: TfTensor, weight: TfTensor, node: GraphNode): TfTensor {
  const sizes = x.shape.slice(2);
  const { kernel, strides, dilations, before, after } = transposedWindow(node, sizes, weight.shape.slice(2));
  const extra = intsAttribute(node, 'output_padding', [0, 0]);
  const filter = dilated(tf, weight, dilations).transpose([2, 3, 1, 0]) as TfImage;
  const full = sizes.map(
    (size, axis) => (size - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 + extra[axis],
  );
  const image = toNhwc(x);
  const [batch, columns] = [x.shape[0], weight.shape[1] as number];
  const shape: [number, number, number, number] = [batch, full[0], full[1], columns];
  const result = tf.conv2dTranspose(image, filter, shape, pair(strides), 'valid');
  const cut = full.map((size, axis) => size - before[axis] - after[axis]);
  return toNchw(result.slice([0, before[0], before[1], 0], [-1, cut[0], cut[1], -1]));
}

function transposedWindow(node: GraphNode, sizes: readonly number[], kernel: readonly number[]): ImageWindow {
  const window = imageWindow(node, sizes, kernel);
  const wanted = intsAttribute(node, 'output_shape', []);
  const auto = node.attributes.auto_pad?.value ?? 'NOTSET';
  if (wanted.length > 0 || (auto !== 'NOTSET' && auto !== 'VALID'))
    throw new Error('ConvTranspose with output_shape or automatic padding is not supported');
  return window;
}

/** Weights [C, Co, kh, kw] with zeros between the taps. */
function dilated(tf: Tf, weight: TfTensor, dilations: readonly number[]): TfTensor {
  return dilations.reduce((spread, dilation, index) => {
    if (dilation === 1) return spread;
    const axis = index + 2;
    const apart = spread.expandDims(axis + 1);
    const around = apart.shape.map((_, at): [number, number] =>
      at === axis + 1 ? [0, dilation - 1] : [0, 0],
    );
    const shape = spread.shape.map((size, at) => (at === axis ? size * dilation : size));
    const sizes = shape.map((size, at) => (at === axis ? size - dilation + 1 : size));
    return tf
      .pad(apart, around)
      .reshape(shape)
      .slice(
        shape.map(() => 0),
        sizes,
      );
  }, weight);
}

const isDilated = ({ dilations }: ImageWindow): boolean => dilations.some((dilation) => dilation !== 1);
const pair = ([height, width]: readonly number[]): [number, number] => [height, width];

function everyNth(tf: Tf, image: TfTensor, strides: readonly number[]): TfTensor {
  if (strides.every((stride) => stride === 1)) return image;
  return tf.stridedSlice(image, [0, 0, 0, 0], image.shape, [1, strides[0], strides[1], 1]);
}
