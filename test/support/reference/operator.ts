import type { GraphNode } from '../../../src/onnx/graph.js';
import type { Array64 } from './array64.js';

/** An operator written for reading: float64, loops over positions, as the text of the ONNX operator says. */
export type ReferenceOperator = (node: GraphNode, inputs: readonly Array64[]) => Array64[];

export const numbers = (x: Array64 | undefined): number[] | undefined => x && [...x.data];
