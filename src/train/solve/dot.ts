/**
 * Sum of a[from + i] b[at + i] over `count` numbers. Four sums go side by side, since each addition waits for the one
 * before it.
 */
export function dot(a: Float64Array, from: number, b: Float64Array, at: number, count: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    first += a[from + i] * b[at + i];
    second += a[from + i + 1] * b[at + i + 1];
    third += a[from + i + 2] * b[at + i + 2];
    fourth += a[from + i + 3] * b[at + i + 3];
  }
  for (; i < count; i++) first += a[from + i] * b[at + i];
  return first + second + (third + fourth);
}
