import type { Graph, GraphNode, ValueType } from '../onnx/graph.js';
import { float32 } from '../onnx/tensor.js';
import { writeGraph } from '../onnx/write-graph.js';
import type { Engine } from './engine.js';

/** ONNX Runtime's own operators on tensors whose channels lie in blocks: [N, C / block, …positions, block]. */
export const BLOCKED_DOMAIN = 'com.microsoft.nchwc';
const CANDIDATES = [16, 8];
const CHANNELS = 32;

/**
 * How many channels an engine's blocked convolutions hold together on this machine; undefined where it has none that
 * give right numbers.
 */
export async function probeChannelBlock(engine: Pick<Engine, 'open'>): Promise<number | undefined> {
  for (const block of CANDIDATES) if (await isRight(engine, block)) return block;
  return undefined;
}

/** Whether a 1 x 1 convolution of one pixel whose weights lie in blocks of this size gives their products. */
async function isRight(engine: Pick<Engine, 'open'>, block: number): Promise<boolean> {
  // Whole numbers, whose products and sums are exact.
  const x = Float32Array.from({ length: CHANNELS }, (_, index) => (index % 7) - 3);
  const weight = (row: number, column: number): number => ((3 * row + 5 * column) % 11) - 5;
  const blocks = CHANNELS / block;
  const w = Float32Array.from({ length: CHANNELS * CHANNELS }, (_, index) => {
    const [inRow, inColumn] = [index % block, Math.floor(index / block) % block];
    const outer = Math.floor(index / block / block);
    return weight(Math.floor(outer / blocks) * block + inRow, (outer % blocks) * block + inColumn);
  });
  const expected = Float32Array.from({ length: CHANNELS }, (_, row) =>
    x.reduce((sum, value, column) => sum + value * weight(row, column), 0),
  );
  try {
    const session = await engine.open(writeGraph(PROBE), { threads: 1 });
    try {
      const feeds = { x: float32(x, [1, CHANNELS, 1, 1]), w: float32(w, [CHANNELS, CHANNELS, 1, 1]) };
      const { y } = await session.run(feeds);
      return expected.every((value, index) => y!.data[index] === value);
    } finally {
      await session.close();
    }
  } catch {
    return false;
  }
}

const ACTIVATION = { dtype: 'float32', dims: [1, CHANNELS, 1, 1] } as const;
const WEIGHTS = { dtype: 'float32', dims: [CHANNELS, CHANNELS, 1, 1] } as const;
const node = (opType: string, inputs: string[], output: string, attributes = {}): GraphNode => ({
  opType,
  domain: BLOCKED_DOMAIN,
  inputs,
  outputs: [output],
  attributes,
});

const PROBE: Graph = {
  name: 'channel-block',
  opsets: new Map([
    ['', 17],
    [BLOCKED_DOMAIN, 1],
  ]),
  inputs: [
    { name: 'x', ...ACTIVATION },
    { name: 'w', ...WEIGHTS },
  ],
  outputs: [{ name: 'y', ...ACTIVATION }],
  nodes: [
    node('ReorderInput', ['x'], 'x:blocks'),
    node('Conv', ['x:blocks', 'w'], 'y:blocks'),
    node('ReorderOutput', ['y:blocks'], 'y', { channels: { type: 'int', value: CHANNELS } }),
  ],
  initializers: new Map(),
  values: new Map<string, ValueType>([
    ['x', ACTIVATION],
    ['w', WEIGHTS],
    ['y', ACTIVATION],
  ]),
};
