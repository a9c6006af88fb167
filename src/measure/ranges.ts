export interface SampleRange {
  readonly start: number;
  readonly count: number;
}

/**
 * Splits `count` samples into at most `parts` ranges of whole batches, so that every sample sits in the same batch
 * however many parts there are.
 */
export function batchRanges(count: number, batch: number, parts: number): readonly SampleRange[] {
  const batches = Math.ceil(count / batch);
  const perPart = Math.max(1, Math.ceil(batches / parts)) * batch;
  const ranges: SampleRange[] = [];
  for (let start = 0; start < count; start += perPart)
    ranges.push({ start, count: Math.min(perPart, count - start) });
  return ranges;
}
