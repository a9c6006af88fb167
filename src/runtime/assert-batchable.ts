import { batchPlaces, isBatchFirst } from '../onnx/batch-place.js';
import type { Graph } from '../onnx/graph.js';
import { dimsAt } from '../onnx/shapes-at.js';
import type { Tensor } from '../onnx/tensor.js';
import type { Visit } from './activation-probe.js';
import { batchBound } from './batch-bound.js';
import { largestDifference } from './largest-difference.js';

/** Rounding differs with the batch; samples that mix differ by far more. Relative to the largest value. */
const TOLERANCE = 1e-3;

/**
 * Compares activations of a run of two samples with those of two runs of one: each must be the two results, side by
 * side where the batch is (see batch-place.ts); at the outputs one behind the other.
 * @param graph with the shapes of all activations
 * @returns what compares one activation, given as [first sample, second sample, both]; throws BespokeError MODEL_BATCH,
 *   naming the node, where it is not so
 */
export function batchableCheck(graph: Graph, where: string): Visit {
  const places = batchPlaces(graph);
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  return (name, [one, other, both], node) => {
    const place = places.get(name);
    const fits = place !== undefined && (isBatchFirst(place) || !outputs.has(name));
    if (!fits || one.dims.length === 0 || both.dims.join() !== dimsAt(one, 2, place).join()) {
      const shapes = `[${one.dims.join(', ')}] for one sample, [${both.dims.join(', ')}] for two`;
      throw batchBound(node, where, shapes);
    }
    const differs = [one, other].some(({ data }, index) => {
      return largestDifference(sampleOf(both, index, place.outer), data) > TOLERANCE;
    });
    if (differs) throw batchBound(node, where, 'other values for two samples than for each alone');
  };
}

/** One of two samples, as it would be alone. */
function sampleOf({ data }: Tensor, index: number, outer: number): Tensor['data'] {
  const stretch = data.length / (2 * outer);
  if (outer === 1) return data.subarray(index * stretch, (index + 1) * stretch);
  const sample = data.slice(0, outer * stretch);
  for (let position = 0; position < outer; position++) {
    const start = (2 * position + index) * stretch;
    // Both are of the same type.
    (sample as Float32Array).set(data.subarray(start, start + stretch) as Float32Array, position * stretch);
  }
  return sample;
}
