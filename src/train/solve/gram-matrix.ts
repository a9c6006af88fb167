import type { Graph } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import { writeGraph } from '../../onnx/write-graph.js';
import type { Engine, EngineSession } from '../../runtime/engine.js';
import type { LinearLayer } from './linear-layer.js';
import { gramGraph } from './moments-graph.js';
import { positionGrid } from './position-grid.js';

/**
 * Sum of `p p^T` over the patches that a layer with one group reads: products by the engine in float32, sums over
 * batches in float64.
 */
export class GramMatrix {
  /** Patches so far. */
  positions = 0;
  readonly #layer: LinearLayer;
  readonly #session: EngineSession;
  readonly #inputDims: readonly number[];
  readonly #positionsOfBatch: number;
  readonly #sum: Float64Array;

  private constructor(
    layer: LinearLayer,
    session: EngineSession,
    inputDims: readonly number[],
    positionsOfBatch: number,
  ) {
    this.#layer = layer;
    this.#session = session;
    this.#inputDims = inputDims;
    this.#positionsOfBatch = positionsOfBatch;
    this.#sum = new Float64Array((layer.columns + (layer.bias ? 1 : 0)) ** 2);
  }

  /** Of a map, only about `positionsOfSample` patches are taken, on a grid. */
  static async open(
    engine: Engine,
    layer: LinearLayer,
    graph: Graph,
    batch: number,
    positionsOfSample: number,
  ): Promise<GramMatrix> {
    const [input, all] = [layer.node.inputs[0], layer.node.outputs[0]].map((name) =>
      graph.values.get(name)!.dims.slice(1),
    );
    const grid = positionGrid(layer, all, positionsOfSample);
    const model = writeGraph(gramGraph(layer, batch, input, grid));
    const session = await engine.open(model, { threads: 1, optimization: 'extended' });
    return new GramMatrix(layer, session, [batch, ...input], batch * grid.positions);
  }

  /** Values at the layer's input for one batch. */
  async add(values: Float32Array): Promise<void> {
    const { pp } = await this.#session.run({ x: float32(values, this.#inputDims) });
    const products = pp.data as Float32Array;
    for (let i = 0; i < products.length; i++) this.#sum[i] += products[i];
    this.positions += this.#positionsOfBatch;
  }

  /** columns x columns; where the layer has a bias, which makes up for means, with the means taken out. */
  centred(): Float64Array {
    const { columns, bias } = this.#layer;
    if (!bias) return this.#sum;
    const width = columns + 1;
    const out = new Float64Array(columns * columns);
    const means = this.#sum.subarray(columns * width, columns * width + columns);
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++)
        out[i * columns + j] = this.#sum[i * width + j] - (means[i] * means[j]) / this.positions;
    return out;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
