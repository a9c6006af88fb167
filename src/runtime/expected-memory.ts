/** A process that has loaded ONNX Runtime and works on something small. */
const PROCESS_BYTES = 2 ** 28;
/** What a step holds for each byte of activations that its job names: their gradients, and what is fetched. */
const PER_ACTIVATION = 2;
/** A job of a task that was not seen before, and names no activations: at most 512 MiB of them are held at a time. */
const UNKNOWN_BYTES = PROCESS_BYTES + 2 * 2 ** 29;

/** What a job takes in memory, from what jobs of the same task took so far. */
export class ExpectedMemory {
  /** By task: the most bytes beside those for activations. */
  readonly #seen = new Map<string, number>();

  /** @param activations bytes that the job is known to hold; 0 where it does not say. */
  of(task: string, activations: number): number {
    const unseen = activations > 0 ? PROCESS_BYTES : UNKNOWN_BYTES;
    return (this.#seen.get(task) ?? unseen) + PER_ACTIVATION * activations;
  }

  /** After a job whose process took `peak` bytes at most. */
  see(task: string, activations: number, peak: number): void {
    const rest = Math.max(PROCESS_BYTES / 2, peak - PER_ACTIVATION * activations);
    this.#seen.set(task, Math.max(this.#seen.get(task) ?? 0, rest));
  }
}
