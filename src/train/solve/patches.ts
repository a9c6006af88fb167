import type { GraphBuilder } from '../gradient/builder.js';
import { paddedInput, tapOf } from '../gradient/padded-input.js';
import { tapsOf } from '../gradient/window.js';
import type { LinearLayer } from './linear-layer.js';
import type { PositionGrid } from './position-grid.js';

/**
 * Places the nodes that gather what a layer reads at the positions of a grid from `x` [batch, ...], tap by tap with
 * Slice (im2col), as columns: [groups, width, positions of the batch]; the last row of `width` is 1 where the layer has
 * a bias.
 */
export function placePatches(
  builder: GraphBuilder,
  layer: LinearLayer,
  x: string,
  batch: number,
  grid: PositionGrid,
): string {
  const { groups, columns } = layer;
  const positions = batch * grid.positions;
  const patches =
    layer.kind === 'conv'
      ? builder.reshape(placeTaps(builder, layer, x, grid), [groups, columns, positions])
      : placeColumns(builder, x, batch, columns, grid);
  if (!layer.bias) return patches;
  const ones = builder.constant({
    dtype: 'float32',
    dims: [groups, 1, positions],
    data: new Float32Array(groups * positions).fill(1),
  });
  return builder.concat([patches, ones], 1);
}

/** Maps `y` [batch, channels, height, width] on a grid as [groups, channels of a group, positions of the batch]. */
export function placeMap(
  builder: GraphBuilder,
  { groups, rows }: LinearLayer,
  y: string,
  batch: number,
  { step, dims, positions }: PositionGrid,
): string {
  const thin = builder.slice(
    y,
    dims.slice(1).map((count, axis) => ({ axis: axis + 2, start: 0, count, step })),
  );
  return builder.reshape(builder.swap(thin), [groups, rows, batch * positions]);
}

/** Rows of `x` [batch, ..., channels] on a grid as [1, channels, positions of the batch]. */
export function placeColumns(
  builder: GraphBuilder,
  x: string,
  batch: number,
  channels: number,
  { step, positions }: PositionGrid,
): string {
  const rows = builder.reshape(x, [batch, -1, channels]);
  const thin = builder.slice(rows, [{ axis: 1, start: 0, count: positions, step }]);
  return builder.transpose(builder.reshape(thin, [1, batch * positions, channels]), [0, 2, 1]);
}

/** [channels, taps, positions of the batch] */
function placeTaps(
  builder: GraphBuilder,
  { geometry: { kernel, strides, dilations, pads } }: LinearLayer,
  x: string,
  { step, dims }: PositionGrid,
): string {
  const source = paddedInput(builder, x, { before: pads.slice(0, 2), after: pads.slice(2) });
  const window = { strides: strides.map((stride) => stride * step), dilations, output: dims.slice(1) };
  const channels = builder.dims(source)[1];
  const taps = tapsOf(kernel).map((tap) =>
    builder.reshape(builder.swap(tapOf(builder, source, window, tap)), [channels, 1, -1]),
  );
  return builder.concat(taps, 1);
}
