import type { Engine } from './engine.js';
import { engineUnavailable } from './engine-unavailable.js';
import { onnxruntimeEngine } from './onnxruntime.js';

/** ONNX Runtime on an NVIDIA card; its library is an optional download of onnxruntime-node on linux-x64. */
export const cudaEngine: Engine = onnxruntimeEngine({
  engine: 'cuda',
  name: 'cuda',
  unavailable: (message) =>
    /shared library|CUDA|cuDNN|backend not found|not supported/i.test(message)
      ? engineUnavailable(
          'cuda',
          `CUDA cannot be used: ${message}`,
          'Install CUDA 12 and cuDNN 9, then run "ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node", or set engine: "cpu".',
        )
      : undefined,
});
