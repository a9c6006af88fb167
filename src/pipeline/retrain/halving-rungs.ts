import { RATE_FACTORS, trialSegments } from './learning-rate.js';

/** Shares of the segments that the first rungs take, each with half as many students as the one before. */
const RUNG_SHARES = [1 / 20, 1 / 10];
/** Segments of the shortest retraining that has time for rungs. */
const SHORTEST = 10;

/** Segments of each rung of a retraining. */
export const halvingRungs = (segments: number): readonly number[] =>
  segments < SHORTEST ? [] : RUNG_SHARES.map((share) => Math.round(share * segments));

/** How many students are trained further after a rung. */
export const survivorCount = (remaining: number): number => Math.ceil(remaining / 2);

/**
 * Segments that the students of several targets take together, at most, those that rates are tried for included.
 * @param fields students of each target
 * @param distinct those of all targets that differ: others take the first rung once
 */
export function segmentsOfHalvings(fields: readonly number[], distinct: number, segments: number): number {
  const all = fields.reduce((sum, students) => sum + segmentsOfHalving(students, segments), 0);
  const entered = fields.reduce((sum, students) => sum + students, 0);
  const [first = 0] = halvingRungs(segments);
  const trials = fields.length * RATE_FACTORS.length * trialSegments(segments);
  return trials + Math.min(all - (entered - distinct) * first, distinct * segments);
}

function segmentsOfHalving(students: number, segments: number): number {
  let remaining = students;
  let taken = 0;
  let left = segments;
  for (const rung of halvingRungs(segments)) {
    if (remaining === 1) break;
    taken += remaining * rung;
    left -= rung;
    remaining = survivorCount(remaining);
  }
  return taken + left;
}
