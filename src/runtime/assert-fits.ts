import { BespokeError } from '../errors.js';
import { machineMemory } from '../machine-memory.js';
import { sizeOf } from '../onnx/tensor.js';

/** Share of the machine's memory that the activations of one run may take: several are held at a time. */
const SHARE = 1 / 16;
const BYTES = 4;
const GIB = 2 ** 30;

/**
 * Refuses a model whose activations would not fit into memory, before any is made.
 * @param shapes of all activations, by name; open dimensions, -1, are taken for `batch`
 * @throws BespokeError MODEL_TOO_LARGE
 */
export function assertFits(
  shapes: ReadonlyMap<string, readonly number[]>,
  batch: number,
  where: string,
  bound: number = SHARE * machineMemory(),
): void {
  let total = 0;
  let largest = { name: '', bytes: 0, dims: [] as readonly number[] };
  for (const [name, dims] of shapes) {
    const bytes = BYTES * sizeOf(dims.map((dim) => (dim < 0 ? batch : dim)));
    total += bytes;
    if (bytes > largest.bytes) largest = { name, bytes, dims };
  }
  if (total <= bound) return;
  throw new BespokeError({
    code: 'MODEL_TOO_LARGE',
    what: `the activations of the model take ${gib(total)} for ${batch} samples, most of it '${largest.name}'`,
    where,
    value: `[${largest.dims.map((dim) => (dim < 0 ? '?' : dim)).join(', ')}]`,
    accepted: `at most ${gib(bound)} on this machine`,
    next: 'Export the model with a smaller input or a batch of 1, or use a machine with more memory.',
  });
}

const gib = (bytes: number): string => `${(bytes / GIB).toPrecision(3)} GiB`;
