import { probeChannelBlock } from './channel-block.js';
import type { Engine } from './engine.js';
import { onnxruntimeEngine } from './onnxruntime.js';

const engine = onnxruntimeEngine({ engine: 'cpu', name: 'cpu' });
let block: Promise<number | undefined> | undefined;

/** ONNX Runtime on the CPU: always there, and the one that all others are compared with. */
export const cpuEngine: Engine = {
  ...engine,
  channelBlock: () => {
    block ??= probeChannelBlock(engine);
    return block;
  },
};
