/** The shape that two shapes broadcast to. */
export function broadcastShape(shape: readonly number[], wanted: readonly number[]): number[] {
  const rank = Math.max(shape.length, wanted.length);
  const at = (sizes: readonly number[], axis: number): number => sizes[axis - rank + sizes.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => Math.max(at(shape, axis), at(wanted, axis)));
}
