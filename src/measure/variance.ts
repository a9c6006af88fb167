/** Of the population, over all elements; a little above 0 where they are all the same. */
export function variance(values: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  return Math.max(squares / values.length - (sum / values.length) ** 2, 1e-12);
}
