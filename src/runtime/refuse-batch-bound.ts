import { BespokeError } from '../errors.js';
import { type Graph, type GraphNode, nodeId } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';
import type { Activations } from './activation-probe.js';
import { largestDifference } from './largest-difference.js';

/** Rounding differs with the batch; samples that mix differ by far more. Relative to the largest value. */
const TOLERANCE = 1e-3;

/**
 * Compares a run of two samples with two runs of one: every activation must be the two results, one behind the other.
 * @throws BespokeError MODEL_BATCH, naming the first node where it is not so
 */
export function refuseBatchBound(
  graph: Graph,
  both: Activations,
  [first, second]: readonly [Activations, Activations],
  where: string,
): void {
  for (const node of graph.nodes) {
    for (const name of node.outputs.filter((output) => output !== '')) {
      const one = first.get(name) as Tensor;
      const whole = both.get(name) as Tensor;
      const [samples, ...rest] = one.dims;
      if (samples === undefined || whole.dims.join() !== [2 * samples, ...rest].join()) {
        const shapes = `[${one.dims.join(', ')}] for one sample, [${whole.dims.join(', ')}] for two`;
        throw batchBound(node, where, shapes);
      }
      const halves = [one, second.get(name) as Tensor];
      const differs = halves.some(({ data }, index) => {
        const half = whole.data.subarray(index * data.length, (index + 1) * data.length);
        return largestDifference(half, data) > TOLERANCE;
      });
      if (differs) throw batchBound(node, where, 'other values for two samples than for each alone');
    }
  }
}

/** A node whose result mixes the samples of a batch or fixes their number. */
export const batchBound = (node: GraphNode, where: string, value: string): BespokeError =>
  new BespokeError({
    code: 'MODEL_BATCH',
    what: `node '${node.label ?? nodeId(node)}' (${node.opType}) does not keep the batch in its first dimension`,
    where,
    value,
    accepted: 'operators that treat every sample of a batch alike',
    next: 'Export the model with a dynamic batch, batch first.',
  });
