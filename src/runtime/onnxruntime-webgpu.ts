import type { Engine } from './engine.js';
import { engineUnavailable } from './engine-unavailable.js';
import { onnxruntimeEngine } from './onnxruntime.js';

/** ONNX Runtime on the graphics processor by WebGPU, which onnxruntime-node brings along. */
export const webgpuEngine: Engine = onnxruntimeEngine({
  engine: 'webgpu',
  name: 'webgpu',
  unavailable: (message) =>
    /adapter|webgpu.*(not|un)\s?(available|supported|found)|backend not found/i.test(message)
      ? engineUnavailable(
          'webgpu',
          'no WebGPU adapter was found',
          'Install the graphics driver (on Linux its Vulkan driver and the loader, package libvulkan1), or set engine: "cpu".',
        )
      : undefined,
});
