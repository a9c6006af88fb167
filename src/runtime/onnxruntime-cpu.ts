import type { Engine } from './engine.js';
import { onnxruntimeEngine } from './onnxruntime.js';

/** ONNX Runtime on the CPU: always there, and the one that all others are compared with. */
export const cpuEngine: Engine = onnxruntimeEngine({ engine: 'cpu', name: 'cpu' });
