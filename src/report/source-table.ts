import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { countText } from '../quantity.js';
import { type Html, html } from './html.js';

const HEADINGS = ['file', 'licence', 'MACs', 'parameters', 'taught', 'weights in', 'SHA-256'] as const;

/**
 * The files that a model was made from: their licence and cost, whether the students learnt from them, and which
 * targets hold weights of them. On a narrow page each row is a block.
 */
export function sourceTable({ sources, report: { members } }: BuiltModelReport): Html {
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
