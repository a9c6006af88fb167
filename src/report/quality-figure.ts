import * as Plot from '@observablehq/plot';
import type { BuiltModelReport } from '../build/last-build.js';
import { qualityText } from './amounts.js';
import { CHART_WIDTH, chart } from './chart.js';
import { dataTable } from './data-table.js';
import { figure } from './figure.js';
import { type Html, html } from './html.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

const STEPS = ['assembled', 'polished', 'retrained'] as const;
const HEIGHT = 190;

/** Quality after each step of making the student, beside the teacher's. */
export function qualityFigure({ qualityBySteps, quality }: Entry, teacherValue: number): Html {
  const { metric, samples } = quality;
  const points = STEPS.map((step) => ({ step, value: qualityBySteps[step] }));
  const text = (value: number) => qualityText(metric, value);
  const label = `Quality (${metric}) by step: ${points.map(({ step, value }) => `${step} ${text(value)}`).join(', ')}; the teacher has ${text(teacherValue)}.`;
  return figure({
    title: 'Quality, step by step',
    picture: chart(optionsOf(points, teacherValue, text), label),
    caption: captionOf(metric, samples),
    data: dataTable(
      ['step', metric],
      [...points.map(({ step, value }) => [step, text(value)]), ['teacher', text(teacherValue)]],
      [1],
    ),
    legend: html`<ul class="legend"><li><i class="key dot"></i>student</li><li><i class="key line"></i>teacher</li></ul>`,
  });
}

function optionsOf(
  points: readonly { readonly step: string; readonly value: number }[],
  teacher: number,
  text: (value: number) => string,
): Plot.PlotOptions {
  const values = [...points.map(({ value }) => value), teacher];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? (high - low) * 0.35 : Math.max(Math.abs(high) * 0.01, 1e-6);
  // The last step is set apart by a filled mark: it is what was emitted.
  return {
    height: HEIGHT,
    marginLeft: 44,
    marginRight: 44,
    marginTop: 14,
    marginBottom: 28,
    x: { type: 'point', domain: STEPS, label: null, padding: 0.25, tickSize: 0 },
    y: { axis: null, domain: [low - room, high + room] },
    marks: [
      Plot.ruleY([teacher], { stroke: 'var(--muted)', strokeWidth: 1.5 }),
      Plot.text([teacher], {
        y: (value: number) => value,
        text: (value: number) => `teacher ${text(value)}`,
        frameAnchor: 'right',
        dx: CHART_WIDTH - 332,
        dy: -9,
        textAnchor: 'end',
        fill: 'var(--muted)',
        stroke: 'var(--surface)',
        strokeWidth: 3,
      }),
      Plot.line(points, { x: 'step', y: 'value', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(points, { x: 'step', y: 'value', r: 4.5, fill: 'var(--accent)', stroke: 'var(--surface)' }),
      Plot.text(points, {
        x: 'step',
        y: 'value',
        text: ({ value }: { value: number }) => text(value),
        dy: 15,
        fill: 'currentColor',
        stroke: 'var(--surface)',
        strokeWidth: 3,
        fontVariant: 'tabular-nums',
      }),
    ],
  };
}

function captionOf(metric: string, samples: number): string {
  const direction = metric === 'mse' ? ' Lower is better.' : '';
  return `On ${samples} validation samples. Polishing that makes a student worse is not taken into retraining.${direction}`;
}
