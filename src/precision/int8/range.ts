/** What a quantised activation spans; holds 0. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The scale and the zero point of uint8 values over a range: value = scale * (q - zero). */
export function uint8Scale({ low, high }: Range): { readonly scale: number; readonly zero: number } {
  const scale = Math.fround(Math.max((high - low) / 255, 1e-12));
  return { scale, zero: Math.min(255, Math.max(0, Math.round(-low / scale))) };
}
