import { type Html, html } from './html.js';

export interface FigureParts {
  readonly title: string;
  /** With role=img and a text alternative of its own. */
  readonly picture: Html;
  /** What the marks mean. */
  readonly legend?: Html | undefined;
  /** A sentence or two on how to read it. */
  readonly caption: string | Html;
  /** What is drawn, as a table. */
  readonly data: Html;
  readonly isWide?: boolean;
}

/** A picture with its title, what its marks mean, and its data as a table to be unfolded. */
export const figure = ({ title, picture, legend, caption, data, isWide = false }: FigureParts): Html =>
  html`<figure class="card${isWide ? ' wide' : ''}"><h4>${title}</h4>${picture}${legend}<figcaption>${caption}</figcaption><details><summary>Data</summary>${data}</details></figure>`;
