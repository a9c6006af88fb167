import { intAttribute, intsAttribute } from '../../../src/onnx/graph.js';
import { type Array64, fill, get, positions } from './array64.js';
import type { ReferenceOperator } from './operator.js';
import { axisWindows, isInside, placeOf } from './window.js';

const averagePool: ReferenceOperator = (node, [x]) => {
  const [batch, channels, ...spatial] = x.dims;
  const kernel = intsAttribute(node, 'kernel_shape', []);
  const windows = axisWindows(node, kernel, spatial);
  const countsPadding = intAttribute(node, 'count_include_pad', 0) === 1;
  return [
    fill([batch, channels, ...windows.map(({ output }) => output)], ([n, c, ...at]) => {
      const places = positions(kernel).map((tap) => placeOf(windows, at, tap));
      const inside = places.filter((place) => isInside(place, spatial));
      const padded = places.filter((place) => place.every((p, a) => p < spatial[a] + windows[a].after));
      const sum = inside.reduce((total, place) => total + get(x, [n, c, ...place]), 0);
      return sum / (countsPadding ? padded : inside).length;
    }),
  ];
};

const maxPool: ReferenceOperator = (node, [x]) => {
  const [batch, channels, ...spatial] = x.dims;
  const kernel = intsAttribute(node, 'kernel_shape', []);
  const windows = axisWindows(node, kernel, spatial);
  return [
    fill([batch, channels, ...windows.map(({ output }) => output)], ([n, c, ...at]) => {
      const places = positions(kernel).map((tap) => placeOf(windows, at, tap));
      const inside = places.filter((place) => isInside(place, spatial));
      return Math.max(...inside.map((place) => get(x, [n, c, ...place])));
    }),
  ];
};

const globalAveragePool: ReferenceOperator = (_, [x]) => {
  const [batch, channels, ...spatial] = x.dims;
  const all = positions(spatial);
  return [
    fill([batch, channels, ...spatial.map(() => 1)], ([n, c]) => {
      return all.reduce((sum, at) => sum + get(x, [n, c, ...at]), 0) / all.length;
    }),
  ];
};

const lp =
  (
    places: (spatial: readonly number[], at: readonly number[]) => readonly (readonly number[])[],
    p: number,
  ) =>
  (x: Array64, [n, c, ...at]: readonly number[]): number =>
    places(x.dims.slice(2), at).reduce((sum, place) => sum + Math.abs(get(x, [n, c, ...place])) ** p, 0) **
    (1 / p);

const lpPool: ReferenceOperator = (node, [x]) => {
  const kernel = intsAttribute(node, 'kernel_shape', []);
  const windows = axisWindows(node, kernel, x.dims.slice(2));
  const value = lp(
    (spatial, at) =>
      positions(kernel)
        .map((tap) => placeOf(windows, at, tap))
        .filter((place) => isInside(place, spatial)),
    intAttribute(node, 'p', 2),
  );
  return [
    fill([x.dims[0], x.dims[1], ...windows.map(({ output }) => output)], (position) => value(x, position)),
  ];
};

const globalLpPool: ReferenceOperator = (node, [x]) => {
  const value = lp(positions, intAttribute(node, 'p', 2));
  return [fill([x.dims[0], x.dims[1], ...x.dims.slice(2).map(() => 1)], (position) => value(x, position))];
};

const globalMaxPool: ReferenceOperator = (_, [x]) => {
  const all = positions(x.dims.slice(2));
  return [
    fill([x.dims[0], x.dims[1], ...x.dims.slice(2).map(() => 1)], ([n, c]) =>
      Math.max(...all.map((at) => get(x, [n, c, ...at]))),
    ),
  ];
};

export const pool = {
  LpPool: lpPool,
  GlobalLpPool: globalLpPool,
  GlobalMaxPool: globalMaxPool,
  AveragePool: averagePool,
  MaxPool: maxPool,
  GlobalAveragePool: globalAveragePool,
};
