import { intsAttribute, stringAttribute } from '../../../src/onnx/graph.js';
import { fill, get, positions } from './array64.js';
import { numbers, type ReferenceOperator } from './operator.js';

/** Nearest and multilinear, corner by corner. Sizes win where both are given. */
const resize: ReferenceOperator = (node, [x, , scales, sizes]) => {
  const rank = x.dims.length;
  const axes = intsAttribute(
    node,
    'axes',
    x.dims.map((_, axis) => axis),
  ).map((a) => (a < 0 ? a + rank : a));
  const at = (list: number[] | undefined, axis: number) => list?.[axes.indexOf(axis)];
  const target = x.dims.map(
    (size, axis) => at(numbers(sizes), axis) ?? Math.floor(size * (at(numbers(scales), axis) ?? 1) + 1e-6),
  );
  const scale = x.dims.map((size, axis) => at(numbers(scales), axis) ?? target[axis] / size);
  const transformation = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const nearest = stringAttribute(node, 'nearest_mode', 'round_prefer_floor');
  const coordinate = (place: number, axis: number): number => {
    if (transformation === 'asymmetric') return place / scale[axis];
    if (transformation === 'align_corners')
      return target[axis] === 1 ? 0 : (place * (x.dims[axis] - 1)) / (target[axis] - 1);
    if (transformation === 'pytorch_half_pixel' && target[axis] <= 1) return 0;
    return (place + 0.5) / scale[axis] - 0.5;
  };
  const round = (place: number): number => {
    if (nearest === 'floor') return Math.floor(place);
    if (nearest === 'ceil') return Math.ceil(place);
    const half = Math.abs(place - Math.floor(place) - 0.5) < 1e-6;
    if (half) return nearest === 'round_prefer_floor' ? Math.floor(place) : Math.ceil(place);
    return Math.round(place);
  };
  const inside = (place: number, axis: number) => Math.min(Math.max(place, 0), x.dims[axis] - 1);
  const corners = positions(x.dims.map(() => 2));
  return [
    fill(target, (position) => {
      const places = position.map(coordinate);
      if (stringAttribute(node, 'mode', 'nearest') === 'nearest')
        return get(
          x,
          places.map((place, axis) => inside(round(place), axis)),
        );
      return corners.reduce((sum, corner) => {
        const clamped = places.map(inside);
        const weight = clamped.reduce(
          (product, place, axis) => product * (1 - Math.abs(place - Math.floor(place) - corner[axis])),
          1,
        );
        return (
          sum +
          weight *
            get(
              x,
              clamped.map((place, axis) => inside(Math.floor(place) + corner[axis], axis)),
            )
        );
      }, 0);
    }),
  ];
};

export const resizing = { Resize: resize };
