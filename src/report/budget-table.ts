import { metricWords } from '../config/metrics.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { budgetText } from './amounts.js';
import { dataTable } from './data-table.js';
import { type Html, html } from './html.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

/** Every budget of a target, its limit, what was measured, and whether it is met. */
export const budgetTable = ({ budgets, quality }: Entry): Html =>
  dataTable(
    ['budget', 'at most', 'measured', ''],
    budgets.map(({ metric, limit, value, met }) => [
      metricWords(metric),
      budgetText(metric, quality.metric, limit),
      budgetText(metric, quality.metric, value),
      verdict(met),
    ]),
    [1, 2],
  );

/** In a word, with a sign and a colour besides. */
export const verdict = (met: boolean, text = met ? 'met' : 'missed'): Html =>
  html`<span class="verdict ${met ? 'met' : 'missed'}"><span aria-hidden="true">${met ? '✓' : '✗'}</span> ${text}</span>`;
