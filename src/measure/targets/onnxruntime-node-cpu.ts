import { readGraph } from '../../onnx/read-graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import type { Feeds } from '../../runtime/engine.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import type { LatencyTarget } from '../latency-target.js';
import { randomInput } from '../random-input.js';

/** ONNX Runtime in Node on the CPU, opened as an app opens it: everything optimised, weights inside. */
export const onnxruntimeNodeCpu = (threads: number): LatencyTarget => ({
  async open(model) {
    const session = await cpuEngine.open(model, { threads, optimization: 'all', spinning: true });
    const { inputs } = readGraph(model, { where: 'model' });
    const feeds: Record<string, Tensor> = {};
    inputs.forEach((input, index) => {
      feeds[input.name] = randomInput(input, index);
    });
    return { run: () => session.run(feeds as Feeds), close: () => session.close() };
  },
});
