import type { Comparison } from '../../src/measure/compare-latency.js';
import { bytesOf } from '../../src/measure/model-source.js';
import { inputsOf, randomInput } from '../../src/measure/random-input.js';
import { nodeMacs } from '../../src/onnx/cost.js';
import type { Graph, GraphNode } from '../../src/onnx/graph.js';
import { readGraph } from '../../src/onnx/read-graph.js';
import { sizeOf } from '../../src/onnx/tensor.js';
import { modelOf } from '../../src/onnx/write-graph.js';
import type { OpenSource } from '../../src/pipeline/session.js';
import { openWithActivations } from '../../src/runtime/activation-probe.js';
import { withMappedWeights } from '../../src/runtime/mapped-weights.js';
import { quickLatency } from './quick-latency.js';

/** Milliseconds of one node; `graph` has the shapes of all its tensors. */
export type NodeCost = (node: GraphNode, graph: Graph) => number;

/** As on a device where arithmetic, memory and each operator take their time. */
export const nodeMs: NodeCost = (node, graph) =>
  1e-6 * nodeMacs(node, graph) + 1e-6 * sizeOf(graph.values.get(node.outputs[0]!)?.dims ?? []) + 5e-4;

/**
 * A device whose latencies are reckoned from the operators of a model, so that a build in a test gives the same
 * whatever else the machine does. What measures real ones has tests of its own. Browsers are measured, but quickly.
 */
export const reckonedLatency =
  (costOf: NodeCost = nodeMs): OpenSource =>
  async (...environment) => {
    if (!environment[0].runtime.startsWith('onnxruntime-node')) return quickLatency(0.1)(...environment);
    const known = new Map<string, Promise<number>>();
    const msOf = (structure: string, model: Parameters<typeof bytesOf>[0]): Promise<number> => {
      const ms = known.get(structure) ?? reckon(model, costOf);
      known.set(structure, ms);
      return ms;
    };
    return {
      identity: 'reckoned',
      async compare(groups) {
        const results = new Map<string, Comparison>();
        for (const { reference, candidates } of groups) {
          const referenceMs = await msOf(reference.structure, reference.model);
          for (const { key, structure, model } of candidates)
            results.set(key, exactly(await msOf(structure, model), referenceMs));
        }
        return results;
      },
      close: async () => {},
    };
  };

async function reckon(model: Parameters<typeof bytesOf>[0], costOf: NodeCost): Promise<number> {
  const graph = await withShapes(await bytesOf(model));
  return graph.nodes.reduce((sum, node) => sum + costOf(node, graph), 0);
}

/** The graph of a file with the shapes of all tensors for one sample, as a run of it has them. */
async function withShapes(bytes: Uint8Array): Promise<Graph> {
  const graph = readGraph(bytes, { where: 'model' });
  const inputs = inputsOf(bytes).map((input, index) => [input.name, randomInput(input, index)] as const);
  const results = await withMappedWeights(async (weights) => {
    const session = await openWithActivations(modelOf(graph), weights);
    try {
      return await session.run(Object.fromEntries(inputs));
    } finally {
      await session.close();
    }
  });
  return { ...graph, values: new Map([...inputs, ...Object.entries(results)]) };
}

const exactly = (medianMs: number, referenceMs: number): Comparison => {
  const ratio = medianMs / referenceMs;
  return {
    medianMs,
    lowMs: medianMs,
    highMs: medianMs,
    referenceMs,
    referenceLowMs: referenceMs,
    referenceHighMs: referenceMs,
    ratio,
    ratioLow: ratio,
    ratioHigh: ratio,
    runs: 1,
    converged: true,
  };
};
