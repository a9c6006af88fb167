import * as Plot from '@observablehq/plot';
import { isError } from '../config/quality-metrics.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { qualityText } from './amounts.js';
import { chart } from './chart.js';
import { dataTable } from './data-table.js';
import { figure } from './figure.js';
import { type Html, html } from './html.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

const STEPS = ['assembled', 'polished', 'retrained'] as const;
const HEIGHT = 190;
/** Room for the values beside the first and the last step. */
const SIDE = 64;
/** Share of the height that a value's text takes up on each side of its middle. */
const NEAR = 0.07;

/** Quality after each step of making the student, beside the teacher's. */
export function qualityFigure({ qualityBySteps, quality }: Entry, teacherValue: number): Html {
  const { metric, samples } = quality;
  const text = (value: number) => qualityText(metric, value);
  const points = STEPS.map((step) => {
    const value = qualityBySteps[step];
    return { step, value, text: text(value) };
  });
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
  points: readonly { readonly step: string; readonly value: number; readonly text: string }[],
  teacher: number,
  told: (value: number) => string,
): Plot.PlotOptions {
  const values = [...points.map(({ value }) => value), teacher];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? (high - low) * 0.35 : Math.max(Math.abs(high) * 0.01, 1e-6);
  const [first, middle, last] = points;
  const isLow = middle.value <= (first.value + last.value) / 2;
  const isTeacherAbove = teacher >= (low + high) / 2;
  /** Off the teacher's line where it would run through the value. */
  const beside = (value: number): number =>
    Math.abs(value - teacher) < NEAR * (high - low + 2 * room) ? (isTeacherAbove ? 13 : -13) : 0;
  const text = (where: Plot.TextOptions) => ({
    x: 'step',
    y: 'value',
    text: 'text',
    fill: 'currentColor',
    stroke: 'var(--surface)',
    strokeWidth: 3,
    fontVariant: 'tabular-nums' as const,
    ...where,
  });
  return {
    height: HEIGHT,
    marginLeft: SIDE,
    marginRight: SIDE,
    marginTop: 16,
    marginBottom: 28,
    x: { type: 'point', domain: STEPS, label: null, padding: 0, tickSize: 0 },
    y: { axis: null, domain: [low - room, high + room] },
    marks: [
      Plot.ruleY([teacher], {
        stroke: 'var(--muted)',
        strokeWidth: 1.5,
        insetLeft: -SIDE,
        insetRight: -SIDE,
      }),
      Plot.text([`teacher ${told(teacher)}`], {
        y: () => teacher,
        frameAnchor: 'left',
        dx: -SIDE,
        dy: isTeacherAbove ? -9 : 10,
        textAnchor: 'start',
        fill: 'var(--muted)',
        fontVariant: 'tabular-nums',
      }),
      Plot.line(points, { x: 'step', y: 'value', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(points, { x: 'step', y: 'value', r: 4.5, fill: 'var(--accent)', stroke: 'var(--surface)' }),
      Plot.text([first], text({ dx: -9, dy: beside(first.value), textAnchor: 'end' })),
      Plot.text([middle], text({ dy: isLow ? 15 : -15 })),
      Plot.text([last], text({ dx: 9, dy: beside(last.value), textAnchor: 'start', fontWeight: 600 })),
    ],
  };
}

function captionOf(metric: string, samples: number): string {
  const direction = isError(metric) ? ' Lower is better.' : '';
  return `On ${samples} validation samples. Polishing that makes a student worse is not taken into retraining.${direction}`;
}
