import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Box, labelPlaces } from './label-places.js';
import { METHODS } from './methods.js';
import { type Point, pointsOf } from './points.js';
import type { Row } from './row.js';
import { inOrder } from './table.js';

const WIDTH = 900;
const HEIGHT = 560;
const MARGIN = { left: 50, right: 20, top: 30, bottom: 40 };
const FRAME: Box = {
  left: MARGIN.left,
  right: WIDTH - MARGIN.right,
  top: MARGIN.top,
  bottom: HEIGHT - MARGIN.bottom,
};

/**
 * Top-1 over measured latency as an SVG file: filled when retrained, a ring as given, a line at each budget. Rows alone
 * decide its bytes.
 */
export function plotOf(rows: readonly Row[]): string {
  const points = pointsOf(inOrder(rows));
  const x = axis(
    points.map(({ latency }) => latency),
    [FRAME.left, FRAME.right],
    10,
  );
  const y = axis(
    points.map(({ top1 }) => top1),
    [FRAME.bottom, FRAME.top],
    1,
  );
  const places = labelPlaces(
    points.map(({ label, latency, top1 }) => ({ label, x: x.pixel(latency), y: y.pixel(top1) })),
    FRAME,
  );
  const labels = points.map((point, index) => ({
    ...point,
    latency: x.value(places[index].x),
    top1: y.value(places[index].y),
  }));
  const { document } = parseHTML('<html><body></body></html>');
  const budgets = [...new Set(rows.map(({ budget }) => budget))].sort((a, b) => a - b);
  const channels = { x: 'latency', y: 'top1' } as const;
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    style: { background: 'white', color: 'black' },
    x: { domain: x.domain, label: "latency, % of the teacher's, one thread" },
    y: { domain: y.domain, label: 'top-1, %', grid: true },
    color: { domain: METHODS, scheme: 'observable10' },
    marks: [
      Plot.ruleX(budgets, { stroke: '#888', strokeDasharray: '3 3' }),
      Plot.dot(
        points.filter(({ isRetrained }) => !isRetrained),
        { ...channels, stroke: 'method', r: 4 },
      ),
      Plot.dot(
        points.filter(({ isRetrained }) => isRetrained),
        { ...channels, fill: 'method', r: 4 },
      ),
      Plot.text(
        labels.filter(({ label }) => label !== ''),
        { ...channels, text: 'label', fill: 'method', stroke: 'white' },
      ),
    ],
  });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${svg.outerHTML}\n`;
}

interface Axis {
  readonly domain: readonly [number, number];
  pixel(value: number): number;
  value(pixel: number): number;
}

/** From a multiple of `unit` a little below all values to one a little above. */
function axis(
  values: readonly Point['top1'][],
  [first, last]: readonly [number, number],
  unit: number,
): Axis {
  const low = Math.floor(Math.min(...values) / unit - 0.3) * unit;
  const high = Math.ceil(Math.max(...values) / unit + 0.3) * unit;
  const scale = (last - first) / (high - low);
  return {
    domain: [low, high],
    pixel: (value) => first + (value - low) * scale,
    value: (pixel) => low + (pixel - first) / scale,
  };
}
