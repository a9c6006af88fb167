/** A dense float64 array in row-major order. */
export interface Array64 {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export const size64 = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** All positions of a shape in row-major order. */
export function positions(dims: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const size of dims)
    all = all.flatMap((head) => Array.from({ length: size }, (_, at) => [...head, at]));
  return all;
}

export function offset(dims: readonly number[], position: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < dims.length; axis++) sum = sum * dims[axis] + position[axis];
  return sum;
}

export const get = (x: Array64, position: readonly number[]): number => x.data[offset(x.dims, position)];

/** The value at a position of a larger shape that x broadcasts to. */
export const getBroadcast = (x: Array64, position: readonly number[]): number =>
  get(
    x,
    x.dims.map((size, axis) => (size === 1 ? 0 : position[axis + position.length - x.dims.length])),
  );

/** An array whose value at each position is computed. */
export function fill(dims: readonly number[], value: (position: number[]) => number): Array64 {
  return { dims, data: Float64Array.from(positions(dims), value) };
}

export function broadcastDims(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((dims) => dims[axis - rank + dims.length] ?? 1)),
  );
}
