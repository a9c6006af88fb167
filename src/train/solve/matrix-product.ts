import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { writeGraph } from '../../onnx/write-graph.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import { attribute } from '../gradient/attribute.js';

/** Multiplies matrices of float64 by ONNX Runtime, ten times as fast as loops in JavaScript. */
export interface MatrixProduct {
  /**
   * `a b^T`: rows x columns.
   * @param a rows x inner
   * @param b columns x inner
   */
  of(a: Float64Array, b: Float64Array, inner: number): Promise<Float64Array>;
  close(): Promise<void>;
}

export async function openMatrixProduct(): Promise<MatrixProduct> {
  const session = await cpuEngine.open(writeGraph(productGraph()), { threads: 1 });
  const matrix = (data: Float64Array, columns: number) =>
    ({ dtype: 'float64', dims: [data.length / columns, columns], data }) as const;
  return {
    async of(a, b, inner) {
      const { c } = await session.run({ a: matrix(a, inner), b: matrix(b, inner) });
      return c.data as Float64Array;
    },
    close: () => session.close(),
  };
}

function productGraph(): Graph {
  const open = { dtype: 'float64', dims: [-1, -1] } as const;
  const node: GraphNode = {
    opType: 'FusedMatMul',
    domain: 'com.microsoft',
    inputs: ['a', 'b'],
    outputs: ['c'],
    attributes: { transB: attribute.int(1) },
  };
  return {
    name: 'product',
    inputs: node.inputs.map((name) => ({ name, ...open })),
    outputs: [{ name: nodeId(node), ...open }],
    nodes: [node],
    initializers: new Map(),
    values: new Map(['a', 'b', 'c'].map((name) => [name, open])),
    opsets: new Map([['', 18]]),
  };
}
