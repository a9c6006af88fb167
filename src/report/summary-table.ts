import { metricWords } from '../config/metrics.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { bytesText, shareText } from '../quantity.js';
import { lossText, millisecondsText, qualityText } from './amounts.js';
import { anchorOf } from './anchors.js';
import { verdict } from './budget-table.js';
import { type Html, html } from './html.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

/**
 * One row a model and target: what became of latency, size and quality, and whether the budgets are met. On a narrow
 * page each row is a block.
 */
export function summaryTable(models: readonly BuiltModelReport[]): Html {
  const rows = models.flatMap((model) => model.artifacts.map(({ entry }) => rowOf(model, entry)));
  return html`<table class="summary stack"><thead><tr><th scope="col">model</th><th scope="col">target</th><th scope="col" class="number">latency</th><th scope="col" class="number">size</th><th scope="col" class="number">quality</th><th scope="col">budgets</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function rowOf({ name, teacher }: BuiltModelReport, entry: Entry) {
  const { latencyMs, sizeBytes, quality, budgets } = entry;
  const { metric } = quality;
  const missed = budgets.filter(({ met }) => !met).map((budget) => metricWords(budget.metric));
  const difference = quality.value - teacher.quality.value;
  return html`<tr><td class="model">${name}</td><th scope="row" data-label="${name}"><a href="#${anchorOf(name, entry.name)}">${entry.name}</a> <small>${runtimeText(entry)}</small></th>${change(
    'latency',
    millisecondsText(latencyMs.teacher),
    millisecondsText(latencyMs.student),
    `${shareText(latencyMs.student / latencyMs.teacher)}${latencyMs.predicted === undefined ? '' : ', predicted'}`,
  )}${change(
    'size',
    bytesText(teacher.sizeBytes),
    bytesText(sizeBytes),
    shareText(sizeBytes / teacher.sizeBytes),
  )}${change(
    'quality',
    qualityText(metric, teacher.quality.value),
    qualityText(metric, quality.value),
    `${metric} ${differenceText(metric, difference)}`,
  )}<td data-label="budgets">${missed.length === 0 ? verdict(true, 'all met') : verdict(false, `missed: ${missed.join(', ')}`)}</td></tr>`;
}

const change = (label: string, before: string, after: string, note: string): Html =>
  html`<td class="number" data-label="${label}"><span class="before">${before} →</span> <strong>${after}</strong> <small>${note}</small></td>`;

export const runtimeText = ({
  runtime,
  threads,
  precision,
}: Pick<Entry, 'runtime' | 'threads' | 'precision'>): string =>
  `${runtime}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${precision === 'float32' ? '' : `, ${precision}`}`;

/** What became of the quality, in points of a hundred or as it is. */
function differenceText(metric: string, difference: number): string {
  if (difference === 0) return 'as before';
  return `${difference < 0 ? '−' : '+'}${lossText(metric, Math.abs(difference))}`;
}
