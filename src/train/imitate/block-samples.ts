import { type ActivationReader, openActivations } from '../../data/activation-reader.js';

/** Activations at the ends of a sub-network, split into samples to train on and samples held out, in whole batches. */
export class BlockSamples {
  readonly batch: number;
  /** Batches to train on; batch numbers from here up to `batches` are held out. */
  readonly trainBatches: number;
  readonly batches: number;
  readonly variance: number;
  readonly #input: ActivationReader;
  readonly #target: ActivationReader;

  constructor(input: string, target: string, samples: number, batch: number) {
    this.#input = openActivations(input);
    this.#target = openActivations(target);
    this.batch = batch;
    this.batches = Math.max(1, Math.floor(samples / batch));
    this.trainBatches = Math.max(1, this.batches - Math.max(1, Math.floor(this.batches / 8)));
    this.variance = this.#varianceOfTarget();
  }

  /** Values at the input of batch `index`, in file order. */
  input(index: number): Float32Array {
    return this.#input.readRange(index * this.batch, this.batch);
  }

  target(index: number): Float32Array {
    return this.#target.readRange(index * this.batch, this.batch);
  }

  /** The samples `indices`, at both ends. */
  pick(indices: readonly number[]): { input: Float32Array; target: Float32Array } {
    return { input: this.#input.read(indices), target: this.#target.read(indices) };
  }

  get trainSamples(): number {
    return this.trainBatches * this.batch;
  }

  heldOut(): number[] {
    const first = Math.min(this.trainBatches, this.batches - 1);
    return Array.from({ length: this.batches - first }, (_, i) => first + i);
  }

  close(): void {
    this.#input.close();
    this.#target.close();
  }

  /** Over all elements of the held-out targets. */
  #varianceOfTarget(): number {
    let [sum, squares, count] = [0, 0, 0];
    for (const index of this.heldOut()) {
      const values = this.target(index);
      for (const value of values) {
        sum += value;
        squares += value * value;
      }
      count += values.length;
    }
    const mean = sum / count;
    return Math.max(squares / count - mean * mean, 1e-12);
  }
}
