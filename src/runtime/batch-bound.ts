import { BespokeError } from '../errors.js';
import { type GraphNode, nodeId } from '../onnx/graph.js';

/** A node that cannot run with more samples than the file was made for. */
export const batchRefused = (node: GraphNode, where: string, reason: string): BespokeError =>
  new BespokeError({
    code: 'MODEL_BATCH',
    what: `node '${node.label ?? nodeId(node)}' (${node.opType}) cannot run with another batch than that of the file: ${reason}`,
    where,
    accepted: 'a model that runs with any number of samples',
    next: 'Export the model with a dynamic batch as its first dimension.',
  });

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
