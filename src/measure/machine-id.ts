import { arch, cpus, platform } from 'node:os';
import { onnxruntimeVersion, processorModel } from '../runtime/this-machine.js';

/**
 * What a latency depends on besides the model, for keys: processor, its cores, architecture, ONNX Runtime's version.
 */
export const machineId = (): string => `${processorId()}, onnxruntime-node ${onnxruntimeVersion()}`;

/** Processor, its cores, architecture. */
export const processorId = (): string =>
  `${processorModel()}, ${cpus().length} cores, ${platform()}-${arch()}`;
