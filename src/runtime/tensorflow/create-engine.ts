import { BespokeError } from '../../errors.js';
import { type Graph, nodeId } from '../../onnx/graph.js';
import { readGraph } from '../../onnx/read-graph.js';
import type { Engine } from '../engine.js';
import type { Tf } from './operator.js';
import { operators } from './operators.js';
import { TensorflowSession } from './session.js';

/**
 * An engine on TensorFlow.js: any package with its API, on whichever backend is its current one. Threads and
 * optimisation are TensorFlow's own affair.
 */
export function createTensorflowEngine(tf: Tf): Engine {
  return {
    name: 'tensorflow',
    async open(model) {
      await tf.ready();
      let graph: Graph;
      try {
        graph = readGraph(model, { where: 'model' });
      } catch (cause) {
        throw openError((cause as Error).message, undefined, cause);
      }
      const stranger = graph.nodes.find(({ opType }) => !Object.hasOwn(operators, opType));
      if (stranger !== undefined)
        throw openError(`operator ${stranger.opType} is not supported`, stranger.label ?? nodeId(stranger));
      return new TensorflowSession(tf, graph);
    },
  };
}

const openError = (message: string, where?: string, cause?: unknown): BespokeError =>
  new BespokeError({
    code: 'ENGINE_OPEN',
    what: `the tensorflow engine refuses the model: ${message}`,
    where,
    cause,
  });
