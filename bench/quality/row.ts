import type { Method } from './methods.js';

/** A finished row: a network before and after it was retrained. */
export interface Row {
  /** Hash of all that decides what was measured of its quality. */
  readonly key: string;
  readonly method: Method;
  readonly name: string;
  readonly seed: number;
  /** Percent of the teacher's latency. */
  readonly budget: number;
  readonly detail: string;
  readonly latencyMs: number;
  /** Latency as a share of the teacher's. */
  readonly share: number;
  readonly isWithin: boolean;
  readonly macs: number;
  readonly parameters: number;
  readonly segments: number;
  readonly steps: number;
  /** Of retraining, with what it takes to judge every segment; null where it was not done here. */
  readonly seconds: number | null;
  readonly assembled: Quality;
  /** Null where there was nothing to polish. */
  readonly polished: Quality | null;
  readonly polishSeconds: number | null;
  readonly retrained: Quality;
}

/** Top-1 on the validation images, and which of them are right: see flags.ts. */
export interface Quality {
  readonly top1: number;
  readonly samples: number;
  readonly right: string;
}

/** Rows of one method that differ in the seed alone. */
export interface Group {
  readonly name: string;
  readonly method: Method;
  readonly rows: readonly Row[];
}

/** In the order in which they first come. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return [...groups].map(([name, members]) => ({ name, method: members[0].method, rows: members }));
}

/** Mean over the rows of a group. */
export const meanTop1 = ({ rows }: Group): number =>
  rows.reduce((sum, { retrained }) => sum + retrained.top1, 0) / rows.length;
