import type { ForbiddenSets } from './forbidden.js';
import type { PreparedProblem } from './prepared.js';

/** `sum(values * columns) <= upper`. */
export interface Row {
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly upper: number;
}

/** One row for every largest set of candidates that replace the same node: at most one of them. */
export function coverRows({ problem }: PreparedProblem): Row[] {
  const covering = new Map<number, number[]>();
  problem.candidates.forEach(({ nodes }, index) => {
    for (const node of new Set(nodes)) covering.set(node, [...(covering.get(node) ?? []), index]);
  });
  const distinct = new Map([...covering.values()].map((indices) => [indices.join(), indices]));
  const sets = [...distinct.values()].filter((indices) => indices.length > 1);
  return sets.map((indices) => ({ indices, values: indices.map(() => 1), upper: 1 }));
}

/**
 * The column of a pair stands for the product of its two candidates (Fortet's linearisation). Where the pair costs, the
 * program pulls it down, and it must not go under `first + second - 1`; where it gains, up, and it must not go over
 * either.
 */
export function pairRows({ pairLosses, count }: PreparedProblem): Row[] {
  return pairLosses.pairs.flatMap(({ first, second, loss }, at): Row[] => {
    const product = count + at;
    if (loss > 0) return [{ indices: [first, second, product], values: [1, 1, -1], upper: 1 }];
    return [first, second].map((index) => ({ indices: [index, product], values: [-1, 1], upper: 0 }));
  });
}

/** Requirements and quality drop, in shares of the limit. */
export function limitRows({ base, step, pairStep, pairLosses, count }: PreparedProblem): Row[] {
  return base.map((used, constraint) => {
    const indices: number[] = [];
    const values: number[] = [];
    step[constraint].forEach((value, index) => {
      if (value === 0) return;
      indices.push(index);
      values.push(value);
    });
    if (pairStep[constraint] !== 0) {
      pairLosses.pairs.forEach(({ loss }, at) => {
        indices.push(count + at);
        values.push(loss * pairStep[constraint]);
      });
    }
    return { indices, values, upper: 1 - used };
  });
}

/**
 * A no-good cut `sum(in the set) - sum(others) <= size - 1` for every set that is forbidden, and the sets not to be
 * near to.
 */
export function forbiddenRows(
  { count }: PreparedProblem,
  sets: readonly (readonly number[])[],
  { neighbourhoods }: ForbiddenSets,
): Row[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return [
    ...sets.map((set) => ({
      indices: all,
      values: all.map((index) => (set.includes(index) ? 1 : -1)),
      upper: set.length - 1,
    })),
    ...neighbourhoods.map(({ coefficients, bound }) => ({
      indices: all,
      values: [...coefficients],
      upper: bound,
    })),
  ];
}
