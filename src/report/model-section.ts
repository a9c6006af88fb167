import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { bytesText, countText } from '../quantity.js';
import { qualityText } from './amounts.js';
import { anchorOf } from './anchors.js';
import { type Html, html } from './html.js';
import { sourceTable } from './source-table.js';
import { targetSection } from './target-section.js';
import { timeFigure } from './time-figure.js';

/** One model: its teacher, every target, the files it was made from, the time that it took. */
export function modelSection(model: BuiltModelReport): Html {
  const { name, teacher, artifacts } = model;
  const { metric, value, samples } = teacher.quality;
  return html`<section id="${anchorOf(name)}"><h2>${name}</h2><p class="facts">The teacher has ${bytesText(teacher.sizeBytes)}, ${countText(teacher.parameters)} parameters and ${countText(teacher.macs)} multiply-accumulates; ${metric} ${qualityText(metric, value)} on ${samples} validation samples.</p>${artifacts.map(
    (artifact) => targetSection(model, artifact),
  )}<section><h3>How ${name} was made</h3><div class="cards"><div class="card wide"><h4>Files and licences</h4>${sourceTable(model)}</div>${timeFigure(model)}</div></section></section>`;
}
