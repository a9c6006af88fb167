import { BespokeError } from '../errors.js';
import { bfloat16ToFloat32, float16ToFloat32 } from './float16.js';
import type { Tensor, TensorData } from './tensor.js';

/**
 * Weights that are not numbers spoil all that is computed from them. A single infinite value is fine: it is a bound or a mask.
 * @throws BespokeError MODEL_NAN_WEIGHTS, with the tensor's name and the place in it
 */
export function refuseBrokenWeights(weights: ReadonlyMap<string, Tensor>, where: string): void {
  for (const [name, tensor] of weights) {
    const data = floatsOf(tensor);
    if (data === undefined) continue;
    const broken = data.findIndex(
      (value) => Number.isNaN(value) || (data.length > 1 && !Number.isFinite(value)),
    );
    if (broken < 0) continue;
    throw new BespokeError({
      code: 'MODEL_NAN_WEIGHTS',
      what: `weight '${name}' has a value that is not finite at index ${broken}`,
      where,
      value: String(data[broken]),
      accepted: 'finite weights',
      next: 'Train or export the model again; this checkpoint is broken.',
    });
  }
}

function floatsOf({ dtype, data }: Tensor): Float32Array | Float64Array | undefined {
  if (dtype === 'float16') return float16ToFloat32(data as Uint16Array);
  if (dtype === 'bfloat16') return bfloat16ToFloat32(data as Uint16Array);
  return isFloat(data) ? data : undefined;
}

const isFloat = (data: TensorData): data is Float32Array | Float64Array =>
  data instanceof Float32Array || data instanceof Float64Array;
