import type { Outputs } from './outputs.js';

/** Weighted mean, output by output; all of the same shapes. Names are those of the first. */
export function meanOutputs(all: readonly { readonly outputs: Outputs; readonly weight: number }[]): Outputs {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const [{ outputs: first }] = all;
  return first.map(({ name, dims, data }, index) => {
    const mean = new Float32Array(data.length);
    for (const { outputs, weight } of all) {
      const values = outputs[index].data;
      for (let at = 0; at < mean.length; at++) mean[at] += (weight / total) * values[at];
    }
    return { name, dims, data: mean };
  });
}
