import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';

/**
 * What a latency depends on besides the model, for keys: processor, its cores, architecture, ONNX Runtime's version.
 */
export function machineId(): string {
  const require = createRequire(import.meta.url);
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  return `${processorId()}, onnxruntime-node ${version}`;
}

/** Processor, its cores, architecture. */
export function processorId(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${processors.length} cores, ${platform()}-${arch()}`;
}
