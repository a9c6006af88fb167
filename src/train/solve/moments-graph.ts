import type { Graph } from '../../onnx/graph.js';
import { sizeOf } from '../../onnx/tensor.js';
import { GraphBuilder } from '../gradient/builder.js';
import type { LinearLayer } from './linear-layer.js';
import { placePatches } from './patches.js';

/**
 * A graph from inputs `x` [batch, ...inputDims] and `y` [batch, ...outputDims] to `pp`, `yp` and `yy` of {@link
 * Moments}: the patches are gathered tap by tap with Slice (im2col) and multiplied by one matrix product.
 */
export function momentsGraph(
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
): Graph {
  const builder = new GraphBuilder('m');
  const x = builder.input('x', { dtype: 'float32', dims: [batch, ...inputDims] });
  const y = builder.input('y', { dtype: 'float32', dims: [batch, ...outputDims] });
  const { groups, rows } = layer;
  const { patches, positions } = placePatches(builder, layer, x, batch, outputDims);
  const wanted =
    layer.kind === 'conv'
      ? builder.reshape(builder.swap(y), [groups, rows, positions])
      : builder.transpose(builder.reshape(y, [1, positions, rows]), [0, 2, 1]);
  placeOutput(builder, builder.matmul(patches, patches, { y: true }), 'pp');
  placeOutput(builder, builder.matmul(wanted, patches, { y: true }), 'yp');
  const squares = builder.times(y, y);
  const perSample = builder.sum(builder.reshape(squares, [batch, sizeOf(outputDims)]), [1]);
  placeOutput(builder, builder.reshape(builder.sum(perSample, [0]), [1]), 'yy');
  return builder.finish(['pp', 'yp', 'yy']);
}

/** A graph from `x` [batch, ...inputDims] to `pp` of {@link Moments} alone. */
export function gramGraph(
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
): Graph {
  const builder = new GraphBuilder('m');
  const x = builder.input('x', { dtype: 'float32', dims: [batch, ...inputDims] });
  const { patches } = placePatches(builder, layer, x, batch, outputDims);
  placeOutput(builder, builder.matmul(patches, patches, { y: true }), 'pp');
  return builder.finish(['pp']);
}

function placeOutput(builder: GraphBuilder, name: string, output: string): void {
  const dims = builder.dims(name);
  builder.place({ opType: 'Identity', domain: '', inputs: [name], outputs: [output], attributes: {} }, [
    { dtype: 'float32', dims },
  ]);
}
