import type { OutlineNode, ReplacedStretch } from '../pipeline/report-data.js';

/**
 * A layer with weights together with the operators behind it that have none, or what of them belongs to one stretch.
 */
export interface OutlineCell {
  readonly ops: readonly string[];
  readonly from: string;
  readonly macs: number;
  readonly parameters: number;
  /** Index of the stretch that replaces it; undefined where it is kept. */
  readonly stretch: number | undefined;
}

/** The teacher's nodes as a row of cells, in order. */
export function outlineCells(
  outline: readonly OutlineNode[],
  replacements: readonly ReplacedStretch[],
): readonly OutlineCell[] {
  const stretchOf = new Map(
    replacements.flatMap(({ nodes }, stretch) => nodes.map((node) => [node, stretch] as const)),
  );
  const cells: OutlineCell[] = [];
  for (const [index, { op, output, macs, parameters }] of outline.entries()) {
    const stretch = stretchOf.get(index);
    const last = cells.at(-1);
    const isLayer = macs > 0 || parameters > 0;
    const joins = last !== undefined && last.stretch === stretch && !(isLayer && hasLayer(last));
    if (joins) {
      cells[cells.length - 1] = {
        ...last,
        ops: [...last.ops, op],
        macs: last.macs + macs,
        parameters: last.parameters + parameters,
      };
    } else cells.push({ ops: [op], from: output, macs, parameters, stretch });
  }
  return cells;
}

const hasLayer = ({ macs, parameters }: OutlineCell): boolean => macs > 0 || parameters > 0;

export interface CellRun {
  readonly stretch: number;
  /** First cell, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * The longest run of neighbouring cells of each stretch: of branches that lie beside one another only a part is one
 * run.
 */
export function longestRuns(cells: readonly OutlineCell[]): readonly CellRun[] {
  const longest = new Map<number, CellRun>();
  let start = 0;
  for (let end = 1; end <= cells.length; end++) {
    const { stretch } = cells[start];
    if (cells[end]?.stretch === stretch && end < cells.length) continue;
    const known = stretch === undefined ? undefined : longest.get(stretch);
    if (stretch !== undefined && (known === undefined || end - start > known.end - known.start))
      longest.set(stretch, { stretch, start, end });
    start = end;
  }
  return [...longest.values()];
}
