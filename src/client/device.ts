/** What a device can do, as far as the choice of a variant depends on it. */
export interface Device {
  /** Whether there is a WebGPU adapter, other than one that the processor plays. */
  readonly webgpu: boolean;
  /** Threads that WebAssembly can use; 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  /** Memory in GiB, rough; undefined where the browser does not tell. */
  readonly memoryGiB?: number | undefined;
  /** Milliseconds of one run by name of target, as measured here before: `latencyMs` of what `open` gives. */
  readonly latencyMs?: Readonly<Record<string, number>> | undefined;
}
