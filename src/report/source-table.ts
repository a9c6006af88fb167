import type { BuiltModelReport } from '../build/last-build.js';
import { countText } from '../quantity.js';
import { dataTable } from './data-table.js';
import { type Html, html } from './html.js';

/** The files that a model was made from: their licence and cost, whether the students learnt from them, and which targets hold weights of them. */
export const sourceTable = ({ sources, report: { members } }: BuiltModelReport): Html =>
  dataTable(
    ['file', 'licence', 'MACs', 'parameters', 'taught', 'weights in', 'SHA-256'],
    sources.map(({ file, sha256, licence, taught, usedBy }, index) => [
      html`${file}${index === 0 && html` <small>teacher</small>`}`,
      licence ?? html`<em>not known</em>`,
      countText(members[index].macs),
      countText(members[index].parameters),
      taught ? 'yes' : 'no',
      usedBy.join(', ') || 'none',
      html`<code>${sha256.slice(0, 12)}</code>`,
    ]),
    [2, 3],
  );
