import type { Graph } from '../../onnx/graph.js';
import { GraphBuilder } from '../gradient/builder.js';
import type { LinearLayer } from './linear-layer.js';
import { placeColumns, placeMap, placePatches } from './patches.js';
import type { PositionGrid } from './position-grid.js';

/**
 * A graph from inputs `x` [batch, ...inputDims] and `y` [batch, ...outputDims] to `pp`, `yp` and `yy` of {@link
 * Moments}, over the positions of a grid.
 */
export function momentsGraph(
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
  grid: PositionGrid,
): Graph {
  const builder = new GraphBuilder('m');
  const x = builder.input('x', { dtype: 'float32', dims: [batch, ...inputDims] });
  const y = builder.input('y', { dtype: 'float32', dims: [batch, ...outputDims] });
  const patches = placePatches(builder, layer, x, batch, grid);
  const wanted =
    layer.kind === 'conv'
      ? placeMap(builder, layer, y, batch, grid)
      : placeColumns(builder, y, batch, layer.rows, grid);
  placeOutput(builder, builder.matmul(patches, patches, { y: true }), 'pp');
  placeOutput(builder, builder.matmul(wanted, patches, { y: true }), 'yp');
  const perRow = builder.sum(builder.times(wanted, wanted), [2]);
  placeOutput(builder, builder.reshape(builder.sum(perRow, [0, 1]), [1]), 'yy');
  return builder.finish(['pp', 'yp', 'yy']);
}

/** A graph from `x` [batch, ...inputDims] to `pp` of {@link Moments} alone. */
export function gramGraph(
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  grid: PositionGrid,
): Graph {
  const builder = new GraphBuilder('m');
  const x = builder.input('x', { dtype: 'float32', dims: [batch, ...inputDims] });
  const patches = placePatches(builder, layer, x, batch, grid);
  placeOutput(builder, builder.matmul(patches, patches, { y: true }), 'pp');
  return builder.finish(['pp']);
}

function placeOutput(builder: GraphBuilder, name: string, output: string): void {
  const dims = builder.dims(name);
  builder.place({ opType: 'Identity', domain: '', inputs: [name], outputs: [output], attributes: {} }, [
    { dtype: 'float32', dims },
  ]);
}
