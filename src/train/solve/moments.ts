import { float32 } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine } from '../../runtime/engine.js';
import type { LinearLayer } from './linear-layer.js';
import { momentsGraph } from './moments-graph.js';
import type { PositionGrid } from './position-grid.js';

/**
 * Second moments of a layer's patches `p` (with a 1 appended where it has a bias) and wanted outputs `y`, summed over
 * positions, in float64.
 */
export interface Moments {
  /** groups x width x width: sum of p p^T. */
  readonly pp: Float64Array;
  /** groups x rows x width: sum of y p^T. */
  readonly yp: Float64Array;
  /** Sum of y^2. */
  yy: number;
}

export interface MomentBatch {
  /** Input of the layer, `batch x ...`. */
  readonly input: Float32Array;
  /** Wanted output, `batch x ...`. */
  readonly wanted: Float32Array;
}

/**
 * Moments of `batches` at the positions of `grid`, the products by the engine in float32, the sum over batches in
 * float64. `inputDims` and `outputDims` are the shapes of one sample. Every fourth batch goes into `heldOut` and not
 * into `fit`; with fewer than four batches the two are the same.
 */
export async function accumulateMoments(
  engine: Engine,
  layer: LinearLayer,
  batch: number,
  inputDims: readonly number[],
  outputDims: readonly number[],
  grid: PositionGrid,
  batches: AsyncIterable<MomentBatch>,
): Promise<{ fit: Moments; heldOut: Moments }> {
  const model = writeGraph(momentsGraph(layer, batch, inputDims, outputDims, grid));
  const session = await engine.open(model, { threads: 1, optimization: 'extended' });
  const fit = emptyMoments(layer);
  const heldOut = emptyMoments(layer);
  try {
    let index = 0;
    for await (const { input, wanted } of batches) {
      const results = await session.run({
        x: float32(input, [batch, ...inputDims]),
        y: float32(wanted, [batch, ...outputDims]),
      });
      add(index % 4 === 3 ? heldOut : fit, [
        results.pp.data,
        results.yp.data,
        results.yy.data,
      ] as Float32Array[]);
      index++;
    }
    return { fit, heldOut: index < 4 ? fit : heldOut };
  } finally {
    await session.close();
  }
}

function emptyMoments(layer: LinearLayer): Moments {
  const width = layer.columns + (layer.bias ? 1 : 0);
  return {
    pp: new Float64Array(layer.groups * width * width),
    yp: new Float64Array(layer.groups * layer.rows * width),
    yy: 0,
  };
}

function add(moments: Moments, [pp, yp, yy]: Float32Array[]): void {
  for (let i = 0; i < pp.length; i++) moments.pp[i] += pp[i];
  for (let i = 0; i < yp.length; i++) moments.yp[i] += yp[i];
  moments.yy += yy[0];
}
