/** Values of all outputs of a run, one after the other; null for what is no finite number. */
export type OutputValues = readonly (number | null)[];

/** So many values of a run's outputs at most, evenly spread over all of them: the same wherever it ran. */
export function spreadValues(outputs: readonly ArrayLike<number | bigint>[], most: number): OutputValues {
  const total = outputs.reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.ceil(total / most));
  const values: (number | null)[] = [];
  let skip = 0;
  for (const output of outputs) {
    let at = skip;
    for (; at < output.length; at += step) {
      const value = Number(output[at]);
      values.push(Number.isFinite(value) ? value : null);
    }
    skip = at - output.length;
  }
  return values;
}
