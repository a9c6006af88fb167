export interface WarmupCosine {
  readonly peak: number;
  /** Steps of linear rise to the peak. */
  readonly warmupSteps: number;
  readonly totalSteps: number;
  /** Rate at the end; 0 by default. */
  readonly floor?: number;
}

/**
 * Learning rate of step 1 … totalSteps: linear warm-up, then half a cosine down to the floor (Loshchilov and Hutter
 * 2017).
 */
export function warmupCosine(
  { peak, warmupSteps, totalSteps, floor = 0 }: WarmupCosine,
  step: number,
): number {
  if (step <= warmupSteps) return (peak * step) / warmupSteps;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  return floor + (peak - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
}
