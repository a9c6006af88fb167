import * as Plot from '@observablehq/plot';
import { metricWords } from '../config/metrics.js';
import { isError, looksAt } from '../config/quality-metrics.js';
import type { TargetReport } from '../pipeline/report-data.js';
import type { SearchRecord } from '../pipeline/result.js';
import { costText, lossText, lossTick, lossUnit } from './amounts.js';
import { axisUnit } from './axis-unit.js';
import { CHART_WIDTH, chart } from './chart.js';
import { dataTable } from './data-table.js';
import { figure } from './figure.js';
import { type Html, html } from './html.js';
import { placeLabels } from './place-labels.js';

const HEIGHT = 270;
const FRAME = { left: 42, right: CHART_WIDTH - 14, top: 22, bottom: HEIGHT - 40 };

/** A search, and the student that came out of it. */
export interface TradeOff {
  readonly search: SearchRecord;
  /** What the emitted student costs, in the search's metric. */
  readonly studentCost: number;
  readonly loss: TargetReport['loss'];
  /** Of quality. */
  readonly metric: string;
  /** Undefined where search set itself a limit, because the target limits quality alone. */
  readonly budget: number | undefined;
  /** Of the student, in which search counted costs. */
  readonly precision: string;
}

/**
 * Least predicted loss by cost, with the teacher, the members of the pool, the students that were measured, and the one
 * that is emitted.
 */
export function tradeOffFigure(tradeOff: TradeOff): Html {
  const { search } = tradeOff;
  return figure({
    title: `Quality lost by ${metricWords(search.metric)}`,
    picture: chart(optionsOf(tradeOff), labelOf(tradeOff)),
    legend: html`<ul class="legend"><li><i class="key line"></i>least loss that search predicts</li><li><i class="key ring"></i>student as measured</li><li><i class="key diamond"></i>pool member</li><li><i class="key square"></i>teacher</li><li><i class="key dot"></i>emitted: assembled, then retrained</li>${tradeOff.budget !== undefined && html`<li><i class="key dashes"></i>budget</li>`}</ul>`,
    caption: captionOf(tradeOff),
    data: tableOf(tradeOff),
  });
}

function optionsOf({ search, studentCost, loss, metric, budget, precision }: TradeOff): Plot.PlotOptions {
  const { curve, measured, members, teacher } = search;
  const { divisor, unit } = axisUnit(search.metric, teacher);
  // A budget far beyond the teacher would leave the rest no room.
  const budgets = budget !== undefined && budget < 1.5 * teacher ? [budget] : [];
  const mostCost = 1.06 * Math.max(teacher, studentCost, ...budgets, ...measured.map(({ cost }) => cost));
  const mostLoss = mostLossOf(search, loss);
  const x = (cost: number) => cost / divisor;
  const pixel = (cost: number, value: number) => ({
    x: FRAME.left + ((FRAME.right - FRAME.left) * cost) / mostCost,
    y: FRAME.bottom - ((FRAME.bottom - FRAME.top) * value) / mostLoss,
  });
  const inside = (point: { readonly cost: number; readonly loss: number }) =>
    point.cost <= mostCost && point.loss <= mostLoss;
  const labels = placeLabels(
    [
      { text: teacherName(precision), ...pixel(teacher, 0) },
      ...members.filter(inside).map(({ member, cost, loss: value }) => ({
        text: member.replace(/\.onnx$/, ''),
        ...pixel(cost, value),
      })),
    ],
    [...measured.filter(inside), ...emittedLine(studentCost, loss)].map(({ cost, loss: value }) =>
      pixel(cost, value),
    ),
    FRAME,
  ).map((label) => ({
    ...label,
    cost: (((label.x - FRAME.left) / (FRAME.right - FRAME.left)) * mostCost) / divisor,
    loss: ((FRAME.bottom - label.y) / (FRAME.bottom - FRAME.top)) * mostLoss,
  }));
  const at = { x: (point: { readonly cost: number }) => x(point.cost), y: 'loss' } as const;
  const emitted = [loss.assembled, loss.retrained].map((value) => ({ cost: studentCost, loss: value }));
  const text = {
    x: 'cost',
    y: 'loss',
    text: 'text',
    fill: 'currentColor',
    stroke: 'var(--surface)',
  } as const;
  return {
    height: HEIGHT,
    marginLeft: FRAME.left,
    marginRight: CHART_WIDTH - FRAME.right,
    marginTop: FRAME.top,
    marginBottom: HEIGHT - FRAME.bottom,
    x: { domain: [0, x(mostCost)], label: `${metricWords(search.metric)}, ${unit}`, ticks: 5 },
    y: {
      domain: [0, mostLoss],
      label: `loss, ${lossUnit(metric)}`,
      grid: true,
      ticks: 5,
      tickFormat: lossTick(metric),
    },
    marks: [
      Plot.ruleY([0]),
      Plot.ruleX(budgets.map(x), { stroke: 'var(--budget)', strokeDasharray: '4 3' }),
      Plot.line(steps(curve, mostCost, mostLoss), { ...at, stroke: 'var(--muted)', strokeWidth: 1.5 }),
      Plot.dot(measured.filter(inside), { ...at, r: 3, stroke: 'var(--muted)', fill: 'var(--surface)' }),
      Plot.dot(members.filter(inside), { ...at, r: 5, symbol: 'diamond', fill: 'currentColor' }),
      Plot.dot([{ cost: teacher, loss: 0 }], { ...at, r: 5, symbol: 'square', fill: 'currentColor' }),
      Plot.line(emitted, { ...at, stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(emitted.slice(0, 1), {
        ...at,
        r: 4.5,
        stroke: 'var(--accent)',
        strokeWidth: 2,
        fill: 'var(--surface)',
      }),
      Plot.dot(emitted.slice(1), { ...at, r: 5.5, fill: 'var(--accent)', stroke: 'var(--surface)' }),
      ...(['start', 'end'] as const).map((anchor) =>
        Plot.text(
          labels.filter((label) => label.anchor === anchor),
          { ...text, textAnchor: anchor, strokeWidth: 3 },
        ),
      ),
    ],
  };
}

/** Points along the line between the student as assembled and as retrained. */
function emittedLine(cost: number, { assembled, retrained }: TradeOff['loss']) {
  return Array.from({ length: 9 }, (_, step) => ({
    cost,
    loss: assembled + ((retrained - assembled) * step) / 8,
  }));
}

/**
 * The least loss within a cost falls in steps; what lies outside of the frame is cut off. Plot's own clipping numbers
 * its paths from the start of the process.
 */
function steps(curve: SearchRecord['curve'], mostCost: number, mostLoss: number) {
  const corners = curve.flatMap(({ cost, loss }, index) => [
    { cost, loss: index === 0 ? loss : curve[index - 1].loss },
    { cost, loss },
  ]);
  const last = corners.at(-1);
  return [...corners, ...(last === undefined ? [] : [{ cost: mostCost, loss: last.loss }])]
    .filter(({ cost }, index, all) => cost <= mostCost && (all[index + 1]?.loss ?? 0) <= mostLoss)
    .map(({ cost, loss }) => ({ cost, loss: Math.min(loss, mostLoss) }));
}

/**
 * Room for all that was measured; the curve, which rises steeply where hardly anything is left, may leave the frame.
 */
function mostLossOf({ curve, measured, members, limit }: SearchRecord, loss: TradeOff['loss']): number {
  const within = curve.filter(({ cost }) => cost <= limit).map((point) => point.loss);
  const shown = [...measured, ...members].map((point) => point.loss);
  const most = Math.max(loss.assembled, loss.retrained, ...shown, ...within.slice(-1));
  return most > 0 ? 1.15 * most : Math.max(1e-3, ...curve.map((point) => point.loss));
}

/** Search counts from the teacher in the precision that the student is emitted in. */
const teacherName = (precision: string): string =>
  precision === 'float32' ? 'teacher' : `teacher in ${precision}`;

function captionOf({ metric, budget, precision }: TradeOff): string {
  const points = isError(metric) ? 'more than the teacher has' : 'below the teacher';
  const agreement =
    looksAt(metric) !== 'classes'
      ? ''
      : ', plus a tenth of the share of answers that differ from the teacher’s';
  return `Loss as search counts it: quality ${points} on its validation samples${agreement}.${budget === undefined ? '' : ' The budget is the dashed line; left of it is within.'}${precision === 'float32' ? '' : ` Costs are those in ${precision}.`}`;
}

function labelOf({ search, studentCost, loss, metric, budget, precision }: TradeOff): string {
  const cost = (value: number) => costText(search.metric, value);
  const members = search.members.map(
    ({ member, cost: value, loss: lost }) => `${member} at ${cost(value)} loses ${lossText(metric, lost)}`,
  );
  return [
    `Loss of quality over ${metricWords(search.metric)}. The ${teacherName(precision)} costs ${cost(search.teacher)}${budget === undefined ? '' : `, the budget is ${cost(budget)}`}.`,
    `The emitted student costs ${cost(studentCost)} and loses ${lossText(metric, loss.assembled)} as assembled, ${lossText(metric, loss.retrained)} as retrained.`,
    ...(members.length === 0 ? [] : [`Of the pool, ${members.join('; ')}.`]),
    `${search.measured.length} students were measured.`,
  ].join(' ');
}

function tableOf({ search, studentCost, loss, metric, precision }: TradeOff): Html {
  const row = (what: string, cost: number, lost: number, chosen = '') => [
    what,
    costText(search.metric, cost),
    lossText(metric, lost),
    chosen,
  ];
  const rows = [
    row(teacherName(precision), search.teacher, 0),
    row('emitted, as assembled', studentCost, loss.assembled),
    row('emitted, as retrained', studentCost, loss.retrained),
    ...search.members.map(({ member, cost, loss: lost }) => row('pool member', cost, lost, member)),
    ...search.measured.map(({ cost, loss: lost, chosen }) =>
      row('measured student', cost, lost, chosen.join(' + ') || 'the teacher'),
    ),
    ...search.curve.map(({ cost, loss: lost, chosen, optimal }) =>
      row(optimal ? 'predicted, proven least' : 'predicted', cost, lost, chosen.join(' + ') || 'the teacher'),
    ),
  ];
  return dataTable(['', metricWords(search.metric), 'loss', 'replacements'], rows, [1, 2]);
}
