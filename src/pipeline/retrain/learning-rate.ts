/** Peak of the learning rate; the weights in front of batch norms have a norm of about √2. */
export const PEAK_RATE = 0.01;
/** The batch that it is for. */
const RATE_BATCH = 64;
/** Times the usual rate; each is tried where the one before was better than those below it. */
export const RATE_FACTORS = [1, 4, 16] as const;
/** Share of the segments that each rate is tried for, and the segments of the shortest retraining that tries rates. */
const TRIAL_SHARE = 1 / 20;
const SHORTEST = 10;

/** Segments that one rate is tried for; 0 where retraining is too short to try any. */
export const trialSegments = (segments: number): number =>
  segments < SHORTEST ? 0 : Math.max(1, Math.floor(TRIAL_SHARE * segments));

/**
 * Rate of a retraining that tries none: smaller batches take one that is smaller in proportion (linear scaling: Goyal
 * and others, arXiv:1706.02677).
 */
export const untriedRate = (batch: number): number => PEAK_RATE * Math.min(1, batch / RATE_BATCH);

/**
 * The rate that a short retraining gets furthest with: how far that is from the usual one differs between networks by
 * an order of magnitude, above all for small batches and few steps.
 *
 * @param lossAt loss of the student after a trial, smaller is better
 */
export async function bestRate(batch: number, lossAt: (rate: number) => Promise<number>): Promise<number> {
  const usual = PEAK_RATE * Math.sqrt(Math.min(1, batch / RATE_BATCH));
  let best = { rate: usual, loss: Number.POSITIVE_INFINITY };
  for (const factor of RATE_FACTORS) {
    const rate = factor * usual;
    const loss = await lossAt(rate);
    if (loss >= best.loss) break;
    best = { rate, loss };
  }
  return best.rate;
}
