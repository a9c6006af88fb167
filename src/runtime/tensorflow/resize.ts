import { type GraphNode, stringAttribute } from '../../onnx/graph.js';
import { input, numbers, type OperatorTable, type TfTensor } from './operator.js';

/** Resize as one small matrix an axis: rows are outputs, columns inputs. */
export const resize: OperatorTable = {
  Resize(call) {
    const { tf, node, opset } = call;
    let x = input(call, 0);
    const [scalesAt, sizesAt] = opset < 11 ? [1, -1] : [2, 3];
    const sizes = sizesAt < 0 ? undefined : numbers(call, sizesAt);
    const scales = numbers(call, scalesAt) ?? [];
    x.shape.forEach((from, axis) => {
      const scale = sizes === undefined || sizes.length === 0 ? (scales[axis] ?? 1) : sizes[axis] / from;
      const to = sizes === undefined || sizes.length === 0 ? Math.floor(from * scale) : sizes[axis];
      if (to === from && scale === 1) return;
      const weights = Array.from({ length: to }, (_, at) => row(node, at, from, to, scale)).flat();
      x = alongAxis(x, axis, tf.tensor2d(weights, [to, from]));
    });
    return x === call.inputs[0] ? x.clone() : x;
  },
};

function alongAxis(x: TfTensor, axis: number, weights: TfTensor): TfTensor {
  const order = x.shape.map((_, index) => index).filter((index) => index !== axis);
  const last = x.transpose([...order, axis]);
  const flat = last.reshape([-1, x.shape[axis]]).matMul(weights, false, true);
  const back = x.shape.map((_, index) => (index === axis ? x.rank - 1 : order.indexOf(index)));
  return flat.reshape([...last.shape.slice(0, -1), weights.shape[0]]).transpose(back);
}

function row(node: GraphNode, at: number, from: number, to: number, scale: number): number[] {
  const weights = new Array<number>(from).fill(0);
  const clamp = (index: number): number => Math.max(0, Math.min(from - 1, index));
  const position = source(
    stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel'),
    at,
    from,
    to,
    scale,
  );
  const mode = stringAttribute(node, 'mode', 'nearest');
  if (mode === 'nearest') {
    weights[clamp(rounded(stringAttribute(node, 'nearest_mode', 'round_prefer_floor'), position))] = 1;
  } else if (mode === 'linear') {
    const inside = clamp(position);
    const low = Math.floor(inside);
    weights[low] += 1 - (inside - low);
    weights[clamp(low + 1)] += inside - low;
  } else throw new Error(`Resize mode '${mode}' is not supported`);
  return weights;
}

function source(mode: string, at: number, from: number, to: number, scale: number): number {
  switch (mode) {
    case 'half_pixel':
      return (at + 0.5) / scale - 0.5;
    case 'pytorch_half_pixel':
      return to > 1 ? (at + 0.5) / scale - 0.5 : 0;
    case 'align_corners':
      return to === 1 ? 0 : (at * (from - 1)) / (to - 1);
    case 'asymmetric':
      return at / scale;
    default:
      throw new Error(`Resize coordinates '${mode}' are not supported`);
  }
}

function rounded(mode: string, position: number): number {
  switch (mode) {
    case 'floor':
      return Math.floor(position);
    case 'ceil':
      return Math.ceil(position);
    case 'round_prefer_ceil':
      return Math.floor(position + 0.5);
    default:
      return Math.ceil(position - 0.5);
  }
}
