import type { OutlineNode, ReplacedStretch } from '../pipeline/report-data.js';
import { countText } from '../quantity.js';
import { dataTable } from './data-table.js';
import { type Html, html } from './html.js';
import { type CellRun, longestRuns, type OutlineCell, outlineCells } from './outline-cells.js';
import { stretchClass } from './stretch-class.js';

/** Heights in pixels, from above: badges, teacher, lines between, student. */
const BADGE = 22;
const TEACHER = 52;
const BETWEEN = 26;
const STUDENT = 18;
const BOTTOM = BADGE + TEACHER;
const TOP_OF_STUDENT = BOTTOM + BETWEEN;
/** Of a layer that costs next to nothing. */
const LEAST_BAR = 6;
/** Cells beyond this number have no gap between them. */
const MOST_GAPS = 110;

/**
 * The teacher as a row of layers, as high as their multiply-accumulates, and below it the student: what is kept, and in
 * the colour of each replaced stretch a block that is shorter by as much as the stand-in has fewer
 * multiply-accumulates. Places are shares of the width, so that it fills a phone as well as a wide page while texts
 * keep their size.
 */
export function cutDiagram(
  outline: readonly OutlineNode[],
  replacements: readonly ReplacedStretch[],
): { readonly picture: Html; readonly data: Html } {
  const cells = outlineCells(outline, replacements);
  const runs = longestRuns(cells);
  const at = (cell: number): string => `${Number(((100 * cell) / cells.length).toFixed(3))}%`;
  const label = textOf(cells, replacements);
  const picture = html`<svg class="cuts" role="img" aria-label="${label}" width="100%" height="${TOP_OF_STUDENT + STUDENT}">${cells.map((cell, index) => teacherBar(cell, index, cells, at))}${cells.map((cell, index) => cell.stretch === undefined && keptCell(index, cells.length, at))}${runs.map((run) => standIn(run, replacements[run.stretch], at))}</svg>`;
  return { picture, data: cellTable(cells, replacements) };
}

type Place = (cell: number) => string;

const gapOf = (cells: number): number => (cells > MOST_GAPS ? 0 : 0.16);

function teacherBar({ macs, stretch }: OutlineCell, index: number, cells: readonly OutlineCell[], at: Place) {
  const most = Math.max(1, ...cells.map((cell) => cell.macs));
  const height = Number((LEAST_BAR + (TEACHER - LEAST_BAR) * (macs / most)).toFixed(2));
  const width = at(1 - gapOf(cells.length));
  return html`<rect class="${stretch === undefined ? 'kept' : `cut ${stretchClass(stretch)}`}" x="${at(index)}" y="${BOTTOM - height}" width="${width}" height="${height}"/>`;
}

const keptCell = (index: number, count: number, at: Place) =>
  html`<rect class="kept" x="${at(index)}" y="${TOP_OF_STUDENT}" width="${at(1 - gapOf(count))}" height="${STUDENT}"/>`;

function standIn({ stretch, start, end }: CellRun, { original, own }: ReplacedStretch, at: Place) {
  const share = original.macs > 0 ? Math.min(1, Math.max(0.02, own.macs / original.macs)) : 1;
  const width = (end - start) * share;
  const left = start + (end - start - width) / 2;
  const name = stretchClass(stretch);
  const line = (top: number, below: number) =>
    html`<line class="${name}" x1="${at(top)}" y1="${BOTTOM + 3}" x2="${at(below)}" y2="${TOP_OF_STUDENT - 3}"/>`;
  return html`<g>${line(start, left)}${line(end, left + width)}<rect class="${name}" x="${at(left)}" y="${TOP_OF_STUDENT}" width="${at(width)}" height="${STUDENT}" rx="2"/><circle class="${name}" cx="${at((start + end) / 2)}" cy="10" r="9"/><text class="badge" x="${at((start + end) / 2)}" y="14">${stretch + 1}</text></g>`;
}

function textOf(cells: readonly OutlineCell[], replacements: readonly ReplacedStretch[]): string {
  const count = `The teacher's ${cells.length} layers in a row, first to last`;
  if (replacements.length === 0) return `${count}; none is replaced.`;
  const parts = replacements.map(({ alternative, original, own }, stretch) => {
    const places = cells.flatMap((cell, index) => (cell.stretch === stretch ? [index + 1] : []));
    const range = places.length === 1 ? `layer ${places[0]}` : `layers ${places[0]} to ${places.at(-1)}`;
    return `${stretch + 1}: ${range}, ${countText(original.macs)} multiply-accumulates, by ${alternative} with ${countText(own.macs)}`;
  });
  return `${count}. Replaced: ${parts.join('; ')}.`;
}

function cellTable(cells: readonly OutlineCell[], replacements: readonly ReplacedStretch[]): Html {
  const rows = cells.map(({ ops, from, macs, parameters, stretch }, index) => [
    String(index + 1),
    from,
    ops.join(', '),
    countText(macs),
    countText(parameters),
    stretch === undefined ? '' : `${stretch + 1}: ${replacements[stretch].alternative}`,
  ]);
  return dataTable(
    ['layer', 'first output', 'operators', 'MACs', 'parameters', 'replaced by'],
    rows,
    [0, 3, 4],
  );
}
