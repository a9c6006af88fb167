import { sizeOf, type Tensor } from '../../onnx/tensor.js';

/** Where one tensor lies in a flat vector. */
export interface Slot {
  readonly name: string;
  readonly dims: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Lays tensors one behind the other, in the given order. */
export function flatLayout(tensors: Iterable<readonly [string, Pick<Tensor, 'dims'>]>): readonly Slot[] {
  let offset = 0;
  return Array.from(tensors, ([name, { dims }]) => {
    const slot = { name, dims, offset, size: sizeOf(dims) };
    offset += slot.size;
    return slot;
  });
}

export const flatSize = (slots: readonly Slot[]): number =>
  slots.reduce((total, { size }) => total + size, 0);
