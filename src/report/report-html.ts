import { type Elsewhere, elsewhereText } from '../farm/elsewhere.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { bytesText, countText } from '../quantity.js';
import { qualityText } from './amounts.js';
import { anchorOf } from './anchors.js';
import { type Html, html } from './html.js';
import { STYLE } from './style.js';
import { summaryTable } from './summary-table.js';
import { targetSection } from './target-section.js';
import { timeFigure } from './time-figure.js';

const HEADINGS = ['file', 'licence', 'MACs', 'parameters', 'taught', 'weights in', 'SHA-256'] as const;

/**
 * The files that a model was made from: their licence and cost, whether the students learnt from them, and which
 * targets hold weights of them. On a narrow page each row is a block.
 */
function sourceTable({ sources, report: { members } }: BuiltModelReport): Html {
  const rows = sources.map(({ file, sha256, licence, taught, usedBy }, index) => {
    const [, ...headings] = HEADINGS;
    const cells = [
      licence ?? html`<em>not known</em>`,
      countText(members[index].macs),
      countText(members[index].parameters),
      taught ? 'yes' : 'no',
      usedBy.join(', ') || 'none',
      html`<code>${sha256.slice(0, 12)}</code>`,
    ];
    return html`<tr><th scope="row">${file}${index === 0 && html` <small>teacher</small>`}</th>${cells.map(
      (cell, at) => html`<td class="${kindOf(headings[at])}" data-label="${headings[at]}">${cell}</td>`,
    )}</tr>`;
  });
  return html`<table class="stack"><thead><tr>${HEADINGS.map((name) => html`<th scope="col" class="${kindOf(name)}">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

const kindOf = (heading: string): string =>
  heading === 'MACs' || heading === 'parameters' ? 'number' : 'text';

/**
 * The report of a build: one HTML file that needs no network and no script. Its bytes depend on what was built and
 * measured alone, not on the clock or on where things lie; and on what other machines did and gave, where told.
 */
export function reportHtml(models: readonly BuiltModelReport[], elsewhere: Elsewhere = {}): string {
  const others = elsewhereText(elsewhere);
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>bespoke report: ${models.map(({ name }) => name).join(', ')}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><p class="kicker">bespoke report</p><h1>${titleOf(models)}</h1></header>
${summaryTable(models)}${
  others !== undefined &&
  html`
<p class="facts">${others}</p>`
}
${models.map(modelSection)}
</main>
</body>
</html>
`;
  return text;
}

function titleOf(models: readonly BuiltModelReport[]): string {
  const targets = models.reduce((sum, { artifacts }) => sum + artifacts.length, 0);
  const names = models.map(({ name }) => name).join(', ');
  return `${names} for ${targets} ${targets === 1 ? 'target' : 'targets'}`;
}

/** One model: its teacher, every target, the files it was made from, the time that it took. */
function modelSection(model: BuiltModelReport): Html {
  const { name, teacher, artifacts } = model;
  const { metric, value, samples } = teacher.quality;
  return html`<section id="${anchorOf(name)}"><h2>${name}</h2><p class="facts">The teacher has ${bytesText(teacher.sizeBytes)}, ${countText(teacher.parameters)} parameters and ${countText(teacher.macs)} multiply-accumulates; ${metric} ${qualityText(metric, value)} on ${samples} validation samples.</p>${artifacts.map(
    (artifact) => targetSection(model, artifact),
  )}<section><h3>How ${name} was made</h3><div class="cards"><div class="card wide"><h4>Files and licences</h4>${sourceTable(model)}</div>${timeFigure(model)}</div></section></section>`;
}
