/** The axis of a tensor's channels: 1 of NCHW, the last one otherwise; undefined without any (scalars, vectors). */
export const channelAxis = (dims: readonly number[]): number | undefined =>
  dims.length < 2 ? undefined : dims.length === 4 ? 1 : dims.length - 1;

/** Number of channels of a tensor, 0 without a channel axis. */
export function channelCount(dims: readonly number[]): number {
  const axis = channelAxis(dims);
  return axis === undefined ? 0 : dims[axis];
}
