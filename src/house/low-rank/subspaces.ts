import type { Tensor } from '../../onnx/tensor.js';
import type { Matrix } from './matrix.js';
import { type Subspace, subspaceOf } from './subspace.js';

/** Widest Gram matrix that is diagonalised: a second of work. */
const LARGEST_SIDE = 640;

interface Entry {
  readonly view: string;
  readonly scales: Float64Array | undefined;
  readonly subspace: Subspace | undefined;
}

/** Remembers the subspaces of weights, which many alternatives with other ranks share. */
export class Subspaces {
  readonly #entries = new WeakMap<Tensor, Entry[]>();

  /**
   * The subspace of one matrix view of a weight; undefined when it is too large.
   * @param scales what the view's columns were weighted by; the same array for the same values.
   */
  of(
    weight: Tensor,
    view: string,
    scales: Float64Array | undefined,
    matrix: () => Matrix,
  ): Subspace | undefined {
    const entries = this.#entries.get(weight) ?? [];
    const known = entries.find((entry) => entry.view === view && entry.scales === scales);
    if (known !== undefined) return known.subspace;
    const made = matrix();
    const subspace = Math.min(made.rows, made.columns) > LARGEST_SIDE ? undefined : subspaceOf(made);
    entries.push({ view, scales, subspace });
    this.#entries.set(weight, entries);
    return subspace;
  }
}
