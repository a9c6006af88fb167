import { BespokeError } from '../errors.js';
import { type GraphNode, nodeId } from '../onnx/graph.js';

/** A node whose result mixes the samples of a batch or fixes their number. */
export const batchBound = (node: GraphNode, where: string, value: string): BespokeError =>
  new BespokeError({
    code: 'MODEL_BATCH',
    what: `node '${node.label ?? nodeId(node)}' (${node.opType}) mixes the samples of a batch`,
    where,
    value,
    accepted: 'operators that treat every sample of a batch in the same way',
    next: 'Export the model with a dynamic batch as its first dimension.',
  });
