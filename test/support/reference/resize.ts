import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from '../../../src/onnx/graph.js';
import { fill, get, positions } from './array64.js';
import { numbers, type ReferenceOperator } from './operator.js';

/** Nearest and multilinear, corner by corner. Sizes win where both are given. */
const resize: ReferenceOperator = (node, [x, roi, scales, sizes]) => {
  const rank = x.dims.length;
  const axes = intsAttribute(
    node,
    'axes',
    x.dims.map((_, axis) => axis),
  ).map((a) => (a < 0 ? a + rank : a));
  const at = (list: number[] | undefined, axis: number) => list?.[axes.indexOf(axis)];
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  const ratios = axes.map((axis) => (at(numbers(sizes), axis) ?? 1) / x.dims[axis]);
  const common =
    policy === 'stretch' ? undefined : (policy === 'not_larger' ? Math.min : Math.max)(...ratios);
  const target = x.dims.map((size, axis) => {
    if (common !== undefined && axes.includes(axis)) return Math.round(common * size);
    return at(numbers(sizes), axis) ?? Math.floor(size * (at(numbers(scales), axis) ?? 1) + 1e-6);
  });
  const scale = x.dims.map(
    (size, axis) =>
      (axes.includes(axis) ? common : undefined) ?? at(numbers(scales), axis) ?? target[axis] / size,
  );
  const transformation = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const nearest = stringAttribute(node, 'nearest_mode', 'round_prefer_floor');
  const coordinate = (place: number, axis: number): number => {
    if (transformation === 'tf_crop_and_resize') {
      const list = numbers(roi)!;
      const [start, end] = [list[axes.indexOf(axis)], list[axes.indexOf(axis) + axes.length]];
      const last = x.dims[axis] - 1;
      return target[axis] > 1
        ? start * last + (place * (end - start) * last) / (target[axis] - 1)
        : 0.5 * (start + end) * last;
    }
    if (transformation === 'half_pixel_symmetric')
      return (
        (x.dims[axis] / 2) * (1 - target[axis] / (scale[axis] * x.dims[axis])) +
        (place + 0.5) / scale[axis] -
        0.5
      );
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
  const mode = stringAttribute(node, 'mode', 'nearest');
  const smooths = intAttribute(node, 'antialias', 0) === 1;
  /** Cubic, or with antialias, along the last two axes, which alone are resized: every pixel by its distance. */
  const convolvedAt = (places: readonly number[]): number => {
    const a = floatAttribute(node, 'cubic_coeff_a', -0.75);
    const excludes = intAttribute(node, 'exclude_outside', 0) === 1;
    const kernel = (distance: number): number => {
      const d = Math.abs(distance);
      if (mode === 'linear') return Math.max(0, 1 - d);
      if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
      return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
    };
    const taps = places.map((place, axis) => {
      if (axis < rank - 2) return [{ at: place, weight: 1 }];
      const shrinks = smooths ? Math.min(1, scale[axis]) : 1;
      const all = Array.from({ length: 7 * x.dims[axis] }, (_, index) => {
        const at = index - 3 * x.dims[axis];
        return { at, weight: kernel((at - place) * shrinks) };
      }).filter(({ weight }) => weight !== 0);
      const kept = excludes ? all.filter((tap) => tap.at >= 0 && tap.at < x.dims[axis]) : all;
      const total = kept.reduce((sum, { weight }) => sum + weight, 0);
      return kept.map((tap) => ({ at: inside(tap.at, axis), weight: tap.weight / total }));
    });
    return positions(taps.map((list) => list.length)).reduce((sum, choice) => {
      const chosen = choice.map((index, axis) => taps[axis][index]);
      return (
        sum +
        chosen.reduce((product, { weight }) => product * weight, 1) *
          get(
            x,
            chosen.map((tap) => tap.at),
          )
      );
    }, 0);
  };
  return [
    fill(target, (position) => {
      const places = position.map(coordinate);
      const isOutside = places.some((place, axis) => place < 0 || place > x.dims[axis] - 1);
      if (transformation === 'tf_crop_and_resize' && isOutside)
        return floatAttribute(node, 'extrapolation_value', 0);
      if (mode === 'cubic' || smooths) return convolvedAt(places);
      if (mode === 'nearest')
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

/** Pixels at places that the grid says, from -1 to 1; two or one an axis. */
const gridSample: ReferenceOperator = (node, [x, grid]) => {
  const spatial = x.dims.slice(2);
  const aligned = intAttribute(node, 'align_corners', 0) === 1;
  const padding = stringAttribute(node, 'padding_mode', 'zeros');
  const mode = stringAttribute(node, 'mode', 'linear');
  const nearest = mode === 'nearest';
  const pixels = (value: number, size: number): number =>
    aligned ? ((value + 1) / 2) * (size - 1) : ((value + 1) * size - 1) / 2;
  /** Of places, or of pixels that a cubic reads. */
  const padded = (place: number, size: number): number => {
    if (padding === 'border') return Math.min(Math.max(place, 0), size - 1);
    if (padding !== 'reflection') return place;
    const [low, high] = aligned ? [0, size - 1] : [-0.5, size - 0.5];
    let mirrored = place;
    while (mirrored < low || mirrored > high)
      mirrored = mirrored < low ? 2 * low - mirrored : 2 * high - mirrored;
    return Math.min(Math.max(mirrored, 0), size - 1);
  };
  const toEven = (value: number): number => {
    const rounded = Math.round(value);
    return Math.abs(value - Math.trunc(value)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
  };
  const keys = (d: number): number => {
    const a = -0.75;
    return d <= 1 ? (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1 : a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a;
  };
  return [
    fill([x.dims[0], x.dims[1], ...grid.dims.slice(1, 3)], ([n, c, row, column]) => {
      const given = spatial.map((size, axis) => pixels(get(grid, [n, row, column, 1 - axis]), size));
      if (mode.endsWith('cubic'))
        return positions([4, 4]).reduce((sum, tap) => {
          const own = given.map((place, axis) => Math.floor(place) - 1 + tap[axis]);
          const at = own.map((pixel, axis) => padded(pixel, spatial[axis]));
          if (at.some((pixel, axis) => pixel < 0 || pixel >= spatial[axis])) return sum;
          const weight = given.reduce(
            (product, place, axis) => product * keys(Math.abs(place - own[axis])),
            1,
          );
          return sum + weight * get(x, [n, c, ...at]);
        }, 0);
      const places = given.map((place, axis) => padded(place, spatial[axis]));
      const corners = nearest ? [[0, 0]] : positions([2, 2]);
      return corners.reduce((sum, corner) => {
        const at = places.map((place, axis) => (nearest ? toEven(place) : Math.floor(place) + corner[axis]));
        if (at.some((place, axis) => place < 0 || place >= spatial[axis])) return sum;
        const weight = nearest
          ? 1
          : places.reduce((product, place, axis) => product * (1 - Math.abs(place - at[axis])), 1);
        return sum + weight * get(x, [n, c, ...at]);
      }, 0);
    }),
  ];
};

export const resizing = { Resize: resize, GridSample: gridSample };
