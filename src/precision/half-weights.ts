import { float32ToFloat16 } from '../onnx/float16.js';
import type { Graph, GraphNode } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import { unusedPrefix } from './unused-prefix.js';

/** A smaller tensor saves less than its Cast takes in the file. */
const LEAST_ELEMENTS = 64;
const LARGEST_HALF = 65504;
/** TensorProto's code of float32, as `Cast` wants it. */
const FLOAT = 1;

/**
 * The same graph with its large weights stored as float16, each behind a `Cast` to float32: half the file. ONNX Runtime
 * folds the casts when it opens the model, so it runs as fast as before, in float32. Weights that float16 cannot hold
 * stay as they are.
 *
 * @param kept names of weights that stay float32
 */
export function halfWeights(graph: Graph, kept: ReadonlySet<string> = new Set()): Graph {
  const prefix = unusedPrefix(graph, 'half');
  const ends = new Set(graph.outputs.map(({ name }) => name));
  const initializers = new Map<string, Tensor>();
  const values = new Map(graph.values);
  const casts: GraphNode[] = [];
  for (const [name, tensor] of graph.initializers) {
    if (kept.has(name) || ends.has(name) || !fitsHalf(tensor)) {
      initializers.set(name, tensor);
      continue;
    }
    const half = `${prefix}${name}`;
    initializers.set(half, {
      dtype: 'float16',
      dims: tensor.dims,
      data: float32ToFloat16(tensor.data as Float32Array),
    });
    values.set(name, { dtype: 'float32', dims: tensor.dims });
    casts.push({
      opType: 'Cast',
      domain: '',
      inputs: [half],
      outputs: [name],
      attributes: { to: { type: 'int', value: FLOAT } },
    });
  }
  return { ...graph, nodes: [...casts, ...graph.nodes], initializers, values };
}

const fitsHalf = ({ dtype, data }: Tensor): boolean =>
  dtype === 'float32' &&
  data.length >= LEAST_ELEMENTS &&
  (data as Float32Array).every((value) => Math.abs(value) <= LARGEST_HALF);
