/** Shape of an elementwise operation over the given shapes (ONNX multidirectional broadcasting). */
export function broadcast(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((dims) => dims[axis - rank + dims.length] ?? 1);
    const size = sizes.find((dim) => dim !== 1) ?? 1;
    if (sizes.some((dim) => dim !== 1 && dim !== size)) {
      throw new RangeError(`shapes do not broadcast: ${shapes.map((dims) => `[${dims}]`).join(' and ')}`);
    }
    return size;
  });
}
