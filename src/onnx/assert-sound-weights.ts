import { BespokeError } from '../errors.js';
import { bfloat16ToFloat32, float16ToFloat32 } from './float16.js';
import type { Tensor, TensorData } from './tensor.js';

/**
 * Weights that are not numbers spoil all that is computed from them. Infinite values are fine as a bound (a single
 * value) and as a mask (nothing but infinite values and zeros).
 * @throws BespokeError MODEL_NAN_WEIGHTS, with the tensor's name and the place in it
 */
export function assertSoundWeights(weights: Iterable<readonly [string, Tensor]>, where: string): void {
  for (const [name, tensor] of weights) {
    const data = floatsOf(tensor);
    if (data === undefined) continue;
    const broken = firstNotFinite(data);
    if (broken < 0 || (!data.some(Number.isNaN) && isBoundOrMask(data))) continue;
    throw new BespokeError({
      code: 'MODEL_NAN_WEIGHTS',
      what: `weight '${name}' has a non-finite value at index ${broken}`,
      where,
      value: String(data[broken]),
      accepted: 'finite weights',
      next: 'Train or export the model again; this checkpoint is broken.',
    });
  }
}

/** Ten times as fast as findIndex, which counts where there are a hundred million. */
function firstNotFinite(data: Float32Array | Float64Array): number {
  for (let index = 0; index < data.length; index++) if (!Number.isFinite(data[index])) return index;
  return -1;
}

const isBoundOrMask = (data: Float32Array | Float64Array): boolean =>
  data.length === 1 || data.every((value) => value === 0 || !Number.isFinite(value));

function floatsOf({ dtype, data }: Tensor): Float32Array | Float64Array | undefined {
  if (dtype === 'float16') return float16ToFloat32(data as Uint16Array);
  if (dtype === 'bfloat16') return bfloat16ToFloat32(data as Uint16Array);
  return isFloat(data) ? data : undefined;
}

const isFloat = (data: TensorData): data is Float32Array | Float64Array =>
  data instanceof Float32Array || data instanceof Float64Array;
