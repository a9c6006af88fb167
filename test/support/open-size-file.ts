import type { Graph } from '../../src/onnx/graph.js';
import { writeGraph } from '../../src/onnx/write-graph.js';

/** The kernel covers the whole input: a smaller one does not run. */
const covered: Graph = {
  name: 'covered',
  opsets: new Map([['', 18]]),
  inputs: [{ name: 'x', dtype: 'float32', dims: [1, 1, 5, 7] }],
  outputs: [{ name: 'y', dtype: 'float32', dims: [1, 1, 1, 1] }],
  nodes: [{ opType: 'Conv', domain: '', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
  initializers: new Map([
    ['w', { dtype: 'float32', dims: [1, 1, 5, 7], data: new Float32Array(35).fill(1) }],
  ]),
  values: new Map(),
};

/** A file with an open batch, height and width, made at 5 x 7. */
export const openSizeFile = (): Uint8Array =>
  writeGraph(covered, {
    batch: 'dynamic',
    openSizes: {
      input: [
        { axis: 2, name: 'height' },
        { axis: 3, name: 'width' },
      ],
      outputs: [[2, 3]],
    },
  });
