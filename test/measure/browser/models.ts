import type { TimedFile } from '../../../src/measure/latency-source.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { writeGraph } from '../../../src/onnx/write-graph.js';
import { convolutionChain } from '../networks.js';

const file = (graph: Graph): TimedFile => ({ model: writeGraph(graph), structure: graph.name });

/** A chain of 2 convolutions, and one of 8. */
export const light = file(convolutionChain(8, 2, 24));
export const heavy = file(convolutionChain(8, 8, 24));

/** Short comparisons. */
export const quick = { warmUpRuns: 3, minTimings: 8, maxTimings: 20, maxSeconds: 0.3 } as const;

export const projectFolder = process.cwd();
