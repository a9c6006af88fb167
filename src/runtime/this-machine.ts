import { createRequire } from 'node:module';
import { cpus } from 'node:os';

export const processorModel = (): string => cpus()[0]?.model.trim() ?? 'unknown processor';

/** Of the package that is installed. */
export function onnxruntimeVersion(): string {
  const require = createRequire(import.meta.url);
  return (require('onnxruntime-node/package.json') as { version: string }).version;
}
