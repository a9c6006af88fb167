import { type GraphNode, stringAttribute } from '../../onnx/graph.js';
import type { AxisMap } from './axis-map.js';

interface ResizedAxis {
  readonly input: number;
  readonly output: number;
  /** As the node gives it, which need not be output / input. */
  readonly scale: number;
}

/** Where on the input an output position lies, by `coordinate_transformation_mode` (ONNX operator Resize). */
export const coordinateOf: Readonly<Record<string, (at: number, axis: ResizedAxis) => number>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, { scale, output }) => (output > 1 ? (at + 0.5) / scale - 0.5 : 0),
  asymmetric: (at, { scale }) => at / scale,
  align_corners: (at, { input, output }) => (output > 1 ? (at * (input - 1)) / (output - 1) : 0),
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
  if (scale === 1 && input === output) return Array.from({ length: input }, (_, at) => [[at, 1]]);
  const coordinate = coordinateOf[stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel')]!;
  const round = rounded[stringAttribute(node, 'nearest_mode', 'round_prefer_floor')]!;
  const inside = (place: number) => Math.max(0, Math.min(input - 1, place));
  const linear = stringAttribute(node, 'mode', 'nearest') === 'linear';
  return Array.from({ length: output }, (_, at) => {
    // ONNX Runtime computes in float32, which decides on which side of a half a place falls.
    const place = Math.fround(coordinate(at, axis));
    if (!linear) return [[inside(round(place)), 1]];
    const low = Math.floor(inside(place));
    const share = inside(place) - low;
    return [
      [low, 1 - share],
      [inside(low + 1), share],
    ];
  });
}
