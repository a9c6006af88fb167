/** A dense float64 array in row-major order. */
export interface Array64 {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export const size64 = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** All positions of a shape in row-major order. */
export function positions(dims: readonly number[]): number[][] {
  const all = new Array<number[]>(size64(dims));
  const at = dims.map(() => 0);
  for (let index = 0; index < all.length; index++) {
    all[index] = at.slice();
    for (let axis = dims.length - 1; axis >= 0 && ++at[axis] === dims[axis]; axis--) at[axis] = 0;
  }
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
  const all = positions(dims);
  const data = new Float64Array(all.length);
  for (let index = 0; index < data.length; index++) data[index] = value(all[index]);
  return { dims, data };
}

export function broadcastDims(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((dims) => dims[axis - rank + dims.length] ?? 1)),
  );
}
