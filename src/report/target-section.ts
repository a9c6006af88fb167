import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { bytesText, countText } from '../quantity.js';
import { anchorOf } from './anchors.js';
import { budgetTable } from './budget-table.js';
import { cutDiagram } from './cut-diagram.js';
import { figure } from './figure.js';
import { type Html, html } from './html.js';
import { latencyFigure } from './latency-figure.js';
import { predictionText } from './prediction-text.js';
import { qualityFigure } from './quality-figure.js';
import { stretchList } from './stretch-list.js';
import { runtimeText } from './summary-table.js';
import { tradeOffFigure } from './trade-off-plot.js';

/** All that is told of one target of a model. */
export function targetSection(
  model: BuiltModelReport,
  { entry }: BuiltModelReport['artifacts'][number],
): Html {
  const { teacher, report } = model;
  const target = report.targets.find(({ target: name }) => name === entry.name)!;
  const search = model.searches.find(({ target: name }) => name === entry.name)!;
  const { predicted } = entry.latencyMs;
  const limited = entry.budgets.find(({ metric }) => metric === search.metric);
  const { picture, data } = cutDiagram(report.outline, target.replacements);
  const cuts = figure({
    title: 'Where it was cut, and what stands in',
    picture,
    legend: html`<p class="ends"><span>input</span><span>output</span></p>${stretchList(target, entry)}`,
    caption:
      'Above, the teacher: one bar a layer, as high as its multiply-accumulates. Below, the student: what is kept in grey; each stand-in as wide as its share of the multiply-accumulates of what it replaces.',
    data,
    isWide: true,
  });
  return html`<section id="${anchorOf(model.name, entry.name)}"><h3>${entry.name} <small>${runtimeText(entry)}</small></h3><div class="cards"><div class="card"><h4>Budgets</h4>${budgetTable(entry)}<p class="facts">${bytesText(entry.sizeBytes)}, ${countText(entry.parameters)} parameters, ${countText(entry.macs)} multiply-accumulates; weights in ${entry.precision}. SHA-256 <code>${entry.sha256.slice(0, 12)}</code>.${predicted && ` Latency is predicted from the device profile, not measured. ${predictionText(predicted)}`}</p></div>${cuts}${tradeOffFigure(
    {
      search,
      studentCost: limited?.value ?? entry.latencyMs.student,
      loss: target.loss,
      metric: entry.quality.metric,
      budget: limited?.limit,
      precision: entry.precision,
    },
  )}${latencyFigure(target, entry, teacher)}${qualityFigure(entry, teacher.quality.value)}</div></section>`;
}
