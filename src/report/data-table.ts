import { type Html, html } from './html.js';

/** A table; columns named in `right` hold numbers and are set to the right. */
export function dataTable(
  heading: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
  right: readonly number[] = [],
): Html {
  const kind = (column: number) => (right.includes(column) ? 'number' : 'text');
  return html`<div class="scroll"><table><thead><tr>${heading.map(
    (name, column) => html`<th scope="col" class="${kind(column)}">${name}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((cell, column) => html`<td class="${kind(column)}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
