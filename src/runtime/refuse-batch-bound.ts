import { BespokeError } from '../errors.js';
import { type Graph, type GraphNode, nodeId } from '../onnx/graph.js';
import type { Tensor } from '../onnx/tensor.js';

/**
 * Compares a run of two samples with two runs of one: every activation must be the two results, one behind the other.
 * @throws BespokeError MODEL_BATCH, naming the first node where it is not so
 */
export function refuseBatchBound(
  graph: Graph,
  both: ReadonlyMap<string, Tensor>,
  [first, second]: readonly [ReadonlyMap<string, Tensor>, ReadonlyMap<string, Tensor>],
  where: string,
): void {
  for (const node of graph.nodes) {
    for (const name of node.outputs.filter((output) => output !== '')) {
      const parts = [first.get(name) as Tensor, second.get(name) as Tensor];
      const whole = both.get(name) as Tensor;
      const wanted =
        parts[0].dims.length === 0 ? '' : [2 * parts[0].dims[0], ...parts[0].dims.slice(1)].join();
      if (wanted === '' || whole.dims.join() !== wanted) {
        throw batchBound(
          node,
          where,
          `[${parts[0].dims.join(', ')}] for one sample, [${whole.dims.join(', ')}] for two`,
        );
      }
      if (!equal(whole, parts))
        throw batchBound(node, where, 'other values for two samples than for one and one');
    }
  }
}

function equal({ data }: Tensor, parts: readonly Tensor[]): boolean {
  const joined = parts.flatMap((part) => Array.from(part.data, Number));
  const largest = joined.reduce(
    (max, value) => (Number.isFinite(value) ? Math.max(max, Math.abs(value)) : max),
    0,
  );
  const tolerance = 1e-5 + 1e-3 * largest;
  return joined.every((value, index) => {
    const other = Number(data[index]);
    return Object.is(value, other) || Math.abs(value - other) <= tolerance;
  });
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
