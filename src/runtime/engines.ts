import type { Engine, EngineName } from './engine.js';
import { cpuEngine } from './onnxruntime-cpu.js';
import { cudaEngine } from './onnxruntime-cuda.js';
import { webgpuEngine } from './onnxruntime-webgpu.js';
import { probeEngine } from './probe-engine.js';
import { openTensorflowEngine } from './tensorflow-gpu.js';

export interface EngineReport {
  readonly name: EngineName;
  readonly available: boolean;
  /** What it runs on, or what is missing and how to get it. */
  readonly detail: string;
}

const open: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  cpu: async () => cpuEngine,
  webgpu: async () => webgpuEngine,
  cuda: async () => cudaEngine,
  tensorflow: () => openTensorflowEngine(),
};

/**
 * The engine that a configuration names, after it has run a tiny graph. 'auto' is CUDA where a card answers, else the
 * CPU; WebGPU is never chosen unasked, since its adapter may be software, a hundred times slower.
 * @param onWarning called when an engine is there but does not work right, and 'auto' goes on without it.
 * @throws BespokeError ENGINE_UNAVAILABLE when the engine that is named cannot be used here.
 */
export async function openEngine(
  name: 'auto' | EngineName,
  onWarning: (message: string) => void,
): Promise<Engine> {
  if (name === 'cpu') return cpuEngine;
  if (name !== 'auto') {
    const engine = await open[name]();
    await probeEngine(engine);
    return engine;
  }
  try {
    await probeEngine(cudaEngine);
    return cudaEngine;
  } catch (error) {
    const absent = (error as { code?: string }).code === 'ENGINE_UNAVAILABLE';
    if (!absent)
      onWarning(`CUDA is installed but does not work, so the CPU is used: ${(error as Error).message}`);
    return cpuEngine;
  }
}

/**
 * All engines and whether they work here. Loads each of them: call it in a worker where a broken driver must not hurt.
 */
export async function availableEngines(): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const name of Object.keys(open) as EngineName[]) {
    try {
      const engine = await open[name]();
      await probeEngine(engine);
      const block = await engine.channelBlock?.();
      const detail =
        block === undefined ? 'runs' : `runs, trains convolutions on blocks of ${block} channels`;
      reports.push({ name, available: true, detail });
    } catch (error) {
      reports.push({ name, available: false, detail: (error as Error).message });
    }
  }
  return reports;
}
