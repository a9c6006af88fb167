import { type ActivationReader, openActivations } from '../../data/activation-reader.js';
import type { Graph } from '../../onnx/graph.js';
import { float32 } from '../../onnx/tensor.js';
import type { Feeds } from '../../runtime/engine.js';
import type { ImitationJob } from './imitation-job.js';

/** Paths of activation files, and how many samples of them are used. */
export type BlockFiles = Pick<ImitationJob, 'input' | 'target' | 'row' | 'samples' | 'batch'>;

const feedsOf = (inputs: Graph['inputs'], values: readonly Float32Array[], batch: number): Feeds =>
  Object.fromEntries(
    values.map((each, index) => [
      inputs[index]!.name,
      float32(each, [batch, ...inputs[index]!.dims.slice(1)]),
    ]),
  );

/** Activations at the ends of a sub-network, split into samples to train on and samples held out, in whole batches. */
export class BlockSamples {
  readonly batch: number;
  /** Batches to train on; batch numbers from here up to `batches` are held out. */
  readonly trainBatches: number;
  readonly batches: number;
  readonly variance: number;
  readonly #input: ActivationReader;
  readonly #target: ActivationReader;
  /** The teacher's input, of alternatives that read side values. */
  readonly #row: ActivationReader | undefined;

  constructor({ input, target, row, samples, batch }: BlockFiles) {
    this.#input = openActivations(input);
    this.#target = openActivations(target);
    this.#row = row === undefined ? undefined : openActivations(row);
    this.batch = batch;
    this.batches = Math.max(1, Math.floor(samples / batch));
    this.trainBatches = Math.max(1, this.batches - Math.max(1, Math.floor(this.batches / 8)));
    this.variance = this.#varianceOfTarget();
  }

  /** Values at each input of batch `index`, in file order. */
  inputs(index: number): readonly Float32Array[] {
    return this.#readers.map((reader) => reader.readRange(index * this.batch, this.batch));
  }

  /** Batch `index` for the inputs of a graph. */
  feeds({ inputs }: Graph, index: number): Feeds {
    return feedsOf(inputs, this.inputs(index), this.batch);
  }

  get #readers(): readonly ActivationReader[] {
    return this.#row === undefined ? [this.#input] : [this.#input, this.#row];
  }

  target(index: number): Float32Array {
    return this.#target.readRange(index * this.batch, this.batch);
  }

  /** The samples `indices`, for the inputs of a graph and at its output. */
  pick({ inputs }: Graph, indices: readonly number[]): { feeds: Feeds; target: Float32Array } {
    const values = this.#readers.map((reader) => reader.read(indices));
    return { feeds: feedsOf(inputs, values, indices.length), target: this.#target.read(indices) };
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
    this.#row?.close();
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
