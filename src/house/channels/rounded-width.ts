/**
 * How many of `size` channels to keep for a share of them: a multiple of 8 from 64 channels on, of 4 from 16 on, since
 * kernels work on blocks of channels. Below `size` whenever `factor` is below 1, and at least 1.
 */
export function roundedWidth(size: number, factor: number): number {
  if (factor >= 1 || size < 2) return size;
  const unit = size >= 64 ? 8 : size >= 16 ? 4 : 1;
  const kept = Math.max(unit, Math.round((size * factor) / unit) * unit);
  return kept < size ? kept : Math.max(1, size - unit);
}
