import { page, type WasmMemory } from './globals.js';

/** Bytes of all WebAssembly memories that are made from now on. They grow and never shrink. */
export function watchWasmMemory(): () => number {
  const memories: WasmMemory[] = [];
  page.WebAssembly.Memory = new Proxy(page.WebAssembly.Memory, {
    construct(target, [descriptor]: [object]) {
      const memory = new target(descriptor);
      memories.push(memory);
      return memory;
    },
  });
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
