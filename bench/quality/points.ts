import type { Method } from './methods.js';
import type { Row } from './row.js';

/** A network in the plot. */
export interface Point {
  readonly method: Method;
  readonly label: string;
  /** Percent of the teacher's. */
  readonly latency: number;
  /** Percent. */
  readonly top1: number;
  readonly isRetrained: boolean;
}

const BUDGETLESS: readonly Method[] = ['teacher', 'member'];

/** Every retrained network once, and those that were given as they were. */
export function pointsOf(rows: readonly Row[]): Point[] {
  const points = new Map<string, Point>();
  for (const { method, name, budget, share, seed, key, assembled, retrained } of rows) {
    const isGiven = BUDGETLESS.includes(method);
    const common = { method, latency: 100 * share };
    // Of several seeds one is named.
    const label = seed > 1 ? '' : isGiven ? name : `${name} ${budget} %`;
    points.set(`${name} ${key}`, { ...common, label, top1: 100 * retrained.top1, isRetrained: true });
    if (isGiven)
      points.set(name, {
        ...common,
        label: `${name} as given`,
        top1: 100 * assembled.top1,
        isRetrained: false,
      });
  }
  return [...points.values()];
}
