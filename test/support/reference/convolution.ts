import { intAttribute, intsAttribute, stringAttribute } from '../../../src/onnx/graph.js';
import { type Array64, fill, get, offset, positions, size64 } from './array64.js';
import type { ReferenceOperator } from './operator.js';
import { axisWindows, isInside, placeOf } from './window.js';

const conv: ReferenceOperator = (node, [x, w, bias]) => {
  const [batch, channels, ...spatial] = x.dims;
  const [rows, columns, ...kernel] = w.dims;
  const windows = axisWindows(node, kernel, spatial);
  const output = windows.map((window) => window.output);
  const perGroup = rows / intAttribute(node, 'group', 1);
  const taps = positions(kernel);
  const plane = size64(spatial);
  // For each output position: which taps see which places.
  const seen = positions(output).map((at) =>
    taps.flatMap((tap, index) => {
      const place = placeOf(windows, at, tap);
      return isInside(place, spatial) ? [{ tap: index, place: offset(spatial, place) }] : [];
    }),
  );
  return [
    fill([batch, rows, ...output], ([n, row, ...at]) => {
      let sum = bias?.data[row] ?? 0;
      const first = Math.floor(row / perGroup) * columns;
      for (const { tap, place } of seen[offset(output, at)])
        for (let column = 0; column < columns; column++) {
          const weight = w.data[(row * columns + column) * taps.length + tap];
          sum += weight * x.data[(n * channels + first + column) * plane + place];
        }
      return sum;
    }),
  ];
};

/** Every input element is stamped on the output through the kernel. */
const convTranspose: ReferenceOperator = (node, [x, w, bias]) => {
  const [batch, channels, ...spatial] = x.dims;
  const [, columns, ...kernel] = w.dims;
  const group = intAttribute(node, 'group', 1);
  const ones = kernel.map(() => 1);
  const strides = intsAttribute(node, 'strides', ones);
  const dilations = intsAttribute(node, 'dilations', ones);
  const extra = intsAttribute(
    node,
    'output_padding',
    ones.map(() => 0),
  );
  const full = spatial.map(
    (size, a) => strides[a] * (size - 1) + extra[a] + (kernel[a] - 1) * dilations[a] + 1,
  );
  const { before, output } = transposedPads(
    node,
    full,
    kernel.length,
    spatial.map((size, a) => size * strides[a]),
  );
  const dims = [batch, group * columns, ...output];
  const y: Array64 = { dims, data: new Float64Array(dims.reduce((a, b) => a * b, 1)) };
  if (bias) y.data.set(fill(dims, ([, channel]) => bias.data[channel]).data);
  const taps = positions(kernel);
  for (const [n, channel, ...at] of positions(x.dims)) {
    const first = Math.floor(channel / (channels / group)) * columns;
    for (let column = 0; column < columns; column++)
      for (const tap of taps) {
        const place = at.map((i, a) => i * strides[a] + tap[a] * dilations[a] - before[a]);
        if (!isInside(place, output)) continue;
        y.data[offset(dims, [n, first + column, ...place])] +=
          get(x, [n, channel, ...at]) * get(w, [channel, column, ...tap]);
      }
  }
  return [y];
};

function transposedPads(
  node: Parameters<ReferenceOperator>[0],
  full: readonly number[],
  rank: number,
  same: readonly number[],
) {
  const autoPad = stringAttribute(node, 'auto_pad', 'NOTSET');
  const shape = node.attributes.output_shape
    ? intsAttribute(node, 'output_shape', [])
    : autoPad.startsWith('SAME')
      ? same
      : undefined;
  if (shape !== undefined) {
    const total = full.map((size, axis) => Math.max(size - shape[axis], 0));
    const before = total.map((count) =>
      autoPad === 'SAME_UPPER' ? Math.floor(count / 2) : count - Math.floor(count / 2),
    );
    return { before, output: shape };
  }
  const pads = intsAttribute(node, 'pads', new Array(2 * rank).fill(0));
  return { before: pads.slice(0, rank), output: full.map((size, a) => size - pads[a] - pads[a + rank]) };
}

export const convolution = { Conv: conv, ConvTranspose: convTranspose };
