import { floatAttribute, type GraphNode, intAttribute, stringAttribute } from '../../onnx/graph.js';
import type { AxisMap } from './axis-map.js';

export interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  /** As the node gives it, which need not be output / input. */
  readonly scale: number;
  /** Start and end of the region that is cropped, as shares of the axis. */
  readonly region: readonly [number, number];
}

/** Where on the input an output position lies, by `coordinate_transformation_mode` (ONNX operator Resize). */
export const coordinateOf: Readonly<Record<string, (at: number, axis: ResizedAxis) => number>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  half_pixel_symmetric: (at, { scale, input, output }) =>
    (input / 2) * (1 - output / (scale * input)) + (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, { scale, output }) => (output > 1 ? (at + 0.5) / scale - 0.5 : 0),
  asymmetric: (at, { scale }) => at / scale,
  align_corners: (at, { input, output }) => (output > 1 ? (at * (input - 1)) / (output - 1) : 0),
  tf_crop_and_resize: (at, { input, output, region: [start, end] }) =>
    output > 1
      ? start * (input - 1) + (at * (end - start) * (input - 1)) / (output - 1)
      : 0.5 * (start + end) * (input - 1),
};

const rounded: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** What each output position of a resized axis takes from which input positions. */
export function resizeMap(node: GraphNode, axis: ResizedAxis): AxisMap {
  const { input, output, scale } = axis;
  const transformation = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const crops = transformation === 'tf_crop_and_resize';
  if (scale === 1 && input === output && !crops) return Array.from({ length: input }, (_, at) => [[at, 1]]);
  const coordinate = coordinateOf[transformation]!;
  const terms = termsOf(node, axis);
  return Array.from({ length: output }, (_, at) => {
    // ONNX Runtime computes in float32, which decides on which side of a half a place falls.
    const place = Math.fround(coordinate(at, axis));
    // What lies outside of the image is a constant.
    return crops && (place < 0 || place > input - 1) ? [] : terms(place);
  });
}

/** Which input positions a place is made of, by `mode`. */
function termsOf(node: GraphNode, { input, scale }: ResizedAxis): (place: number) => AxisMap[number] {
  const inside = (place: number) => Math.max(0, Math.min(input - 1, place));
  const mode = stringAttribute(node, 'mode', 'nearest');
  const smooths = intAttribute(node, 'antialias', 0) === 1;
  if (mode === 'nearest') {
    const round = rounded[stringAttribute(node, 'nearest_mode', 'round_prefer_floor')]!;
    return (place) => [[inside(round(place)), 1]];
  }
  if (mode === 'linear' && !smooths)
    return (place) => {
      const low = Math.floor(inside(place));
      const share = inside(place) - low;
      return [
        [low, 1 - share],
        [inside(low + 1), share],
      ];
    };
  const a = floatAttribute(node, 'cubic_coeff_a', -0.75);
  const excludes = intAttribute(node, 'exclude_outside', 0) === 1;
  const [kernel, reach] = mode === 'cubic' ? [(distance: number) => cubic(distance, a), 2] : [triangle, 1];
  // An axis that becomes shorter is read with a kernel that is as much wider.
  const stretch = smooths ? Math.max(1, 1 / scale) : 1;
  return (place) => {
    const first = smooths ? Math.floor(place - reach * stretch) + 1 : Math.floor(place) + 1 - reach;
    const end = smooths ? Math.floor(place + reach * stretch) + 1 : Math.floor(place) + 1 + reach;
    const taps = Array.from({ length: end - first }, (_, index) => {
      const at = first + index;
      return { at, weight: kernel((place - at) / stretch) };
    });
    const counted = excludes ? taps.filter(({ at }) => at >= 0 && at < input) : taps;
    const total = excludes || smooths ? counted.reduce((sum, { weight }) => sum + weight, 0) : 1;
    return counted.map(({ at, weight }) => [inside(at), weight / total] as const);
  };
}

const triangle = (distance: number): number => Math.max(0, 1 - Math.abs(distance));

/** Cubic convolution at a distance (Keys, 1981). */
function cubic(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}
