import * as Plot from '@observablehq/plot';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import type { TimedPart } from '../pipeline/report-data.js';
import { shareText } from '../quantity.js';
import { secondsText } from './amounts.js';
import { CHART_WIDTH, chart } from './chart.js';
import { dataTable } from './data-table.js';
import { figure } from './figure.js';
import type { Html } from './html.js';

const NAMES: Readonly<Record<TimedPart, string>> = {
  house: 'prepare and enumerate',
  train: 'train alternatives',
  measure: 'measure',
  search: 'search',
  retrain: 'retrain students',
};
const ROW = 40;

interface Row {
  readonly part: TimedPart;
  readonly seconds: number;
  readonly found: number;
  readonly made: number;
}

/** Time by part of the build that made the models, and how many of the results that it needed were in the cache. */
export function timeFigure({ seconds, report }: BuiltModelReport): Html {
  const rows = (Object.keys(NAMES) as TimedPart[]).map(
    (part): Row => ({ part, seconds: seconds[part], ...report.results[part] }),
  );
  const total = rows.reduce((sum, row) => sum + row.seconds, 0);
  const parts = rows.map((row) => `${NAMES[row.part]} ${secondsText(row.seconds)}, ${cachedText(row)}`);
  return figure({
    title: `Time: ${secondsText(total)} in all`,
    picture: chart(optionsOf(rows), `Time by part of the build. ${parts.join('; ')}.`),
    caption:
      'Of the build that made these models. A build in which nothing has changed takes them from the cache as they are, with these times.',
    data: dataTable(
      ['part', 'time', 'share', 'from the cache', 'made'],
      rows.map((row) => [
        NAMES[row.part],
        secondsText(row.seconds),
        total === 0 ? '' : shareText(row.seconds / total),
        String(row.found),
        String(row.made),
      ]),
      [1, 2, 3, 4],
    ),
  });
}

function optionsOf(rows: readonly Row[]): Plot.PlotOptions {
  const height = rows.length * ROW;
  const most = Math.max(...rows.map(({ seconds }) => seconds), Number.MIN_VALUE);
  const placed = rows.map((row, index) => ({ ...row, top: index * ROW }));
  type Placed = (typeof placed)[number];
  const line = { x: 0, y: ({ top }: Placed) => top + 9, fill: 'currentColor' } as const;
  return {
    height: height + 4,
    marginLeft: 1,
    marginRight: 1,
    marginTop: 0,
    marginBottom: 4,
    x: { axis: null, domain: [0, most] },
    y: { axis: null, domain: [0, height], range: [0, height] },
    marks: [
      Plot.text(placed, { ...line, text: ({ part }: Placed) => NAMES[part], textAnchor: 'start' }),
      Plot.text(placed, {
        ...line,
        text: (row: Placed) => `${cachedText(row)} · ${secondsText(row.seconds)}`,
        dx: CHART_WIDTH - 2,
        textAnchor: 'end',
        fontVariant: 'tabular-nums',
      }),
      Plot.rect(placed, {
        x1: 0,
        x2: () => most,
        y1: ({ top }: Placed) => top + 20,
        y2: ({ top }: Placed) => top + 26,
        fill: 'var(--faint)',
        rx: 2,
      }),
      Plot.rect(placed, {
        x1: 0,
        x2: 'seconds',
        y1: ({ top }: Placed) => top + 20,
        y2: ({ top }: Placed) => top + 26,
        fill: 'var(--accent)',
        rx: 2,
      }),
    ],
  };
}

function cachedText({ found, made }: Row): string {
  return found + made === 0 ? 'no results' : `${found} of ${found + made} cached`;
}
