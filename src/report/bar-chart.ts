import * as Plot from '@observablehq/plot';
import { CHART_WIDTH } from './chart.js';

export interface Bar {
  readonly value: number;
  /** Behind the bar. */
  readonly text: string;
  readonly fill: string;
  /** 0 to 1; less for what is predicted. */
  readonly opacity?: number;
}

/** Bars that belong together, under one name at their left. */
export interface BarGroup {
  readonly name: string;
  readonly bars: readonly Bar[];
}

const BAR = 13;
const BETWEEN_BARS = 3;
const BETWEEN_GROUPS = 11;
const NAMES = 72;
const VALUES = 74;

/** Groups of horizontal bars, one below the other, all from zero. */
export function barChart(groups: readonly BarGroup[]): Plot.PlotOptions {
  let top = 0;
  const placed = groups.map(({ name, bars }) => {
    const rows = bars.map((bar, index) => ({ ...bar, y1: top + index * (BAR + BETWEEN_BARS) }));
    const height = bars.length * (BAR + BETWEEN_BARS) - BETWEEN_BARS;
    const middle = top + height / 2;
    top += height + BETWEEN_GROUPS;
    return { name, middle, rows };
  });
  const height = top - BETWEEN_GROUPS;
  const rows = placed.flatMap((group) => group.rows.map((row) => ({ ...row, y2: row.y1 + BAR })));
  const most = Math.max(...rows.map(({ value }) => value), Number.MIN_VALUE);
  return {
    height: height + 8,
    marginLeft: NAMES,
    marginRight: VALUES,
    marginTop: 4,
    marginBottom: 4,
    x: { axis: null, domain: [0, most], range: [NAMES, CHART_WIDTH - VALUES] },
    y: { axis: null, domain: [0, height], range: [4, height + 4] },
    marks: [
      Plot.rect(rows, {
        x1: 0,
        x2: 'value',
        y1: 'y1',
        y2: 'y2',
        fill: 'fill',
        fillOpacity: 'opacity',
        rx: 1.5,
      }),
      Plot.text(rows, {
        x: 'value',
        y: ({ y1, y2 }: { y1: number; y2: number }) => (y1 + y2) / 2,
        text: 'text',
        dx: 6,
        textAnchor: 'start',
        fontVariant: 'tabular-nums',
        fill: 'currentColor',
      }),
      Plot.text(placed, {
        x: 0,
        y: 'middle',
        text: 'name',
        dx: -8,
        textAnchor: 'end',
        fill: 'currentColor',
      }),
      Plot.ruleX([0], { stroke: 'var(--line)' }),
    ],
    color: { type: 'identity' },
    opacity: { type: 'identity' },
  };
}
