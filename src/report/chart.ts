import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { Html } from './html.js';

/** Width of all charts in their own pixels; the page scales them. */
export const CHART_WIDTH = 360;

const FONT_PX = 12;

/**
 * A chart as static SVG in the colours of the page.
 * @param label what it shows, in words: its text alternative
 */
export function chart(options: Plot.PlotOptions, label: string): Html {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({
    ...options,
    document,
    className: 'plot',
    width: CHART_WIDTH,
    style: { fontSize: `${FONT_PX}px`, background: 'none' },
  });
  // The page styles all charts at once and scales them.
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const name of ['width', 'height']) svg.removeAttribute(name);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return new Html(rounded(svg.outerHTML));
}

/** Coordinates in attributes to hundredths of a pixel, whatever the last digits of a computation are. */
const rounded = (svg: string): string =>
  svg.replace(/ (?!aria-label)[\w-]+="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(e-\d+)?/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
