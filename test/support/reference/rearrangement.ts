import { intAttribute, intsAttribute, stringAttribute } from '../../../src/onnx/graph.js';
import {
  type Array64,
  broadcastDims,
  fill,
  get,
  getBroadcast,
  offset,
  positions,
  size64,
} from './array64.js';
import { numbers, type ReferenceOperator } from './operator.js';

const fromEnd = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

const reshape: ReferenceOperator = (_, [x, shape]) => {
  const dims = numbers(shape)!.map((size, axis) => (size === 0 ? x.dims[axis] : size));
  const known = dims.filter((size) => size !== -1);
  return [{ dims: dims.map((size) => (size === -1 ? size64(x.dims) / size64(known) : size)), data: x.data }];
};

const flatten: ReferenceOperator = (node, [x]) => {
  const axis = fromEnd(intAttribute(node, 'axis', 1), x.dims.length);
  return [{ dims: [size64(x.dims.slice(0, axis)), size64(x.dims.slice(axis))], data: x.data }];
};

const squeeze: ReferenceOperator = (node, [x, given]) => {
  const axes = (numbers(given) ?? intsAttribute(node, 'axes', [])).map((axis) =>
    fromEnd(axis, x.dims.length),
  );
  const gone = (size: number, axis: number) => (axes.length > 0 ? axes.includes(axis) : size === 1);
  return [{ dims: x.dims.filter((size, axis) => !gone(size, axis)), data: x.data }];
};

const unsqueeze: ReferenceOperator = (_, [x, given]) => {
  const rank = x.dims.length + given.data.length;
  const axes = numbers(given)!.map((axis) => fromEnd(axis, rank));
  const rest = [...x.dims];
  return [
    {
      dims: Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!)),
      data: x.data,
    },
  ];
};

const gather: ReferenceOperator = (node, [x, indices]) => {
  const axis = fromEnd(intAttribute(node, 'axis', 0), x.dims.length);
  const picked = numbers(indices)!.map((index) => fromEnd(index, x.dims[axis]));
  const [before, after] = [size64(x.dims.slice(0, axis)), size64(x.dims.slice(axis + 1))];
  const dims = [...x.dims.slice(0, axis), ...indices.dims, ...x.dims.slice(axis + 1)];
  const data = Float64Array.from({ length: before * picked.length * after }, (_, at) => {
    const row = Math.floor(at / after);
    const outer = Math.floor(row / picked.length);
    return x.data[(outer * x.dims[axis] + picked[row % picked.length]) * after + (at % after)];
  });
  return [{ dims, data }];
};

const transpose: ReferenceOperator = (node, [x]) => {
  const order = intsAttribute(
    node,
    'perm',
    x.dims.map((_, axis) => x.dims.length - 1 - axis),
  );
  return [
    fill(
      order.map((axis) => x.dims[axis]),
      (position) =>
        get(
          x,
          x.dims.map((_, axis) => position[order.indexOf(axis)]),
        ),
    ),
  ];
};

const expand: ReferenceOperator = (_, [x, shape]) => [
  fill(broadcastDims(x.dims, numbers(shape)!), (position) => getBroadcast(x, position)),
];

const concat: ReferenceOperator = (node, inputs) => {
  const axis = fromEnd(intAttribute(node, 'axis', 0), inputs[0].dims.length);
  const sizes = inputs.map(({ dims }) => dims[axis]);
  const dims = inputs[0].dims.with(
    axis,
    sizes.reduce((a, b) => a + b),
  );
  return [
    fill(dims, (position) => {
      let [part, at] = [0, position[axis]];
      while (at >= sizes[part]) at -= sizes[part++];
      return get(inputs[part], position.with(axis, at));
    }),
  ];
};

const split: ReferenceOperator = (node, [x, sizes]) => {
  const axis = fromEnd(intAttribute(node, 'axis', 0), x.dims.length);
  const count = node.outputs.length;
  const chunk = Math.ceil(x.dims[axis] / count);
  const equal = Array.from({ length: count }, (_, i) => Math.min(chunk, x.dims[axis] - i * chunk));
  let start = 0;
  return (numbers(sizes) ?? equal).map((size) => {
    const first = start;
    start += size;
    return fill(x.dims.with(axis, size), (position) => get(x, position.with(axis, first + position[axis])));
  });
};

const slice: ReferenceOperator = (_, [x, starts, ends, axes, steps]) => {
  const rank = x.dims.length;
  const parts = numbers(starts)!.map((start, i) => {
    const axis = fromEnd(axes ? axes.data[i] : i, rank);
    const [size, step] = [x.dims[axis], steps ? steps.data[i] : 1];
    const clamp = (at: number, low: number, high: number) => Math.min(Math.max(fromEnd(at, size), low), high);
    const first = step > 0 ? clamp(start, 0, size) : clamp(start, 0, size - 1);
    const end = step > 0 ? clamp(ends.data[i], 0, size) : clamp(ends.data[i], -1, size - 1);
    return { axis, first, step, count: Math.max(Math.ceil((end - first) / step), 0) };
  });
  const partOf = (axis: number) => parts.find((part) => part.axis === axis);
  return [
    fill(
      x.dims.map((size, axis) => partOf(axis)?.count ?? size),
      (position) =>
        get(
          x,
          position.map((at, axis) => (partOf(axis)?.first ?? 0) + at * (partOf(axis)?.step ?? 1)),
        ),
    ),
  ];
};

const pad: ReferenceOperator = (node, [x, pads, value, axes]) => {
  const rank = x.dims.length;
  const named = numbers(axes)?.map((axis) => fromEnd(axis, rank)) ?? x.dims.map((_, axis) => axis);
  const of = (axis: number, end: number) =>
    named.includes(axis) ? pads.data[named.indexOf(axis) + end * named.length] : 0;
  const mode = stringAttribute(node, 'mode', 'constant');
  const source = (at: number, size: number): number => {
    if (mode === 'edge') return Math.min(Math.max(at, 0), size - 1);
    if (mode === 'reflect') {
      let place = at;
      while (place < 0 || place >= size) place = place < 0 ? -place : 2 * (size - 1) - place;
      return place;
    }
    return at;
  };
  return [
    fill(
      x.dims.map((size, axis) => size + of(axis, 0) + of(axis, 1)),
      (position) => {
        const place = position.map((at, axis) => source(at - of(axis, 0), x.dims[axis]));
        const inside = place.every((at, axis) => at >= 0 && at < x.dims[axis]);
        return inside ? get(x, place) : (value?.data[0] ?? 0);
      },
    ),
  ];
};

const depthToSpace: ReferenceOperator = (node, [x]) => {
  const block = intAttribute(node, 'blocksize', 1);
  const [n, depth, h, w] = x.dims;
  const channels = depth / block ** 2;
  const isDcr = stringAttribute(node, 'mode', 'DCR') === 'DCR';
  return [
    fill([n, channels, h * block, w * block], ([sample, c, row, column]) => {
      const place = (row % block) * block + (column % block);
      const channel = isDcr ? place * channels + c : c * block ** 2 + place;
      return get(x, [sample, channel, Math.floor(row / block), Math.floor(column / block)]);
    }),
  ];
};

const spaceToDepth: ReferenceOperator = (node, [x]) => {
  const block = intAttribute(node, 'blocksize', 1);
  const [n, channels, h, w] = x.dims;
  return [
    fill([n, channels * block ** 2, h / block, w / block], ([sample, depth, row, column]) => {
      const place = Math.floor(depth / channels);
      const at = [row * block + Math.floor(place / block), column * block + (place % block)];
      return get(x, [sample, depth % channels, ...at]);
    }),
  ];
};

const tile: ReferenceOperator = (_, [x, repeats]) => [
  fill(
    x.dims.map((size, axis) => size * repeats.data[axis]),
    (position) =>
      get(
        x,
        position.map((at, axis) => at % x.dims[axis]),
      ),
  ),
];

const trilu: ReferenceOperator = (node, [x, k]) => [
  fill(x.dims, (position) => {
    const diagonal = position.at(-1)! - position.at(-2)! - (k?.data[0] ?? 0);
    const kept = intAttribute(node, 'upper', 1) === 1 ? diagonal >= 0 : diagonal <= 0;
    return kept ? get(x, position) : 0;
  }),
];

const gatherElements: ReferenceOperator = (node, [x, indices]) => {
  const axis = fromEnd(intAttribute(node, 'axis', 0), x.dims.length);
  return [fill(indices.dims, (at) => get(x, at.with(axis, fromEnd(get(indices, at), x.dims[axis]))))];
};

const gatherNd: ReferenceOperator = (_, [x, indices]) => {
  const depth = indices.dims.at(-1)!;
  const dims = [...indices.dims.slice(0, -1), ...x.dims.slice(depth)];
  return [
    fill(dims, (position) => {
      const outer = position.slice(0, indices.dims.length - 1);
      const at = Array.from({ length: depth }, (_item, axis) => get(indices, [...outer, axis]));
      return get(x, [...at, ...position.slice(outer.length)]);
    }),
  ];
};

const scatter =
  (places: (x: Array64, indices: Array64, updates: Array64, axis: number) => number[][]): ReferenceOperator =>
  (node, [x, indices, updates]) => {
    const axis = fromEnd(intAttribute(node, 'axis', 0), x.dims.length);
    const adds = stringAttribute(node, 'reduction', 'none') === 'add';
    const data = x.data.slice();
    for (const [at, place] of places(x, indices, updates, axis).entries()) {
      const to = offset(x.dims, place);
      data[to] = updates.data[at] + (adds ? data[to] : 0);
    }
    return [{ dims: x.dims, data }];
  };
const scatterElements = scatter((_, indices, updates, axis) =>
  positions(updates.dims).map((position) => position.with(axis, get(indices, position))),
);
const scatterNd = scatter((_, indices, updates) =>
  positions(updates.dims).map((position) => {
    const outer = position.slice(0, indices.dims.length - 1);
    const at = Array.from({ length: indices.dims.at(-1)! }, (_item, axis) => get(indices, [...outer, axis]));
    return [...at, ...position.slice(outer.length)];
  }),
);

export const rearrangement = {
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  Tile: tile,
  Trilu: trilu,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  ScatterElements: scatterElements,
  ScatterND: scatterNd,
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Gather: gather,
  Split: split,
  Slice: slice,
  Pad: pad,
};
