import { BespokeError } from '../errors.js';
import type { Graph } from '../onnx/graph.js';
import { float32 } from '../onnx/tensor.js';
import { writeGraph } from '../onnx/write-graph.js';
import type { Engine } from './engine.js';

const VALUE = { dtype: 'float32', dims: [1, 2] } as const;
const RELU: Graph = {
  name: 'probe',
  opsets: new Map([['', 13]]),
  inputs: [{ name: 'x', ...VALUE }],
  outputs: [{ name: 'y', ...VALUE }],
  nodes: [{ opType: 'Relu', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} }],
  initializers: new Map(),
  values: new Map([
    ['x', VALUE],
    ['y', VALUE],
  ]),
};

/** Runs one operator. @throws BespokeError when the engine is not there or gives wrong numbers. */
export async function probeEngine(engine: Engine): Promise<void> {
  const session = await engine.open(writeGraph(RELU), { threads: 1 });
  try {
    const { y } = await session.run({ x: float32(Float32Array.of(-1, 2), [1, 2]) });
    if (y.data[0] === 0 && y.data[1] === 2) return;
    throw new BespokeError({
      code: 'ENGINE_WRONG',
      what: `the ${engine.name} engine computes wrong results`,
      value: Array.from(y.data, Number),
      accepted: '[0,2]',
      next: 'Update the graphics driver, or set engine: "cpu".',
    });
  } finally {
    await session.close();
  }
}
