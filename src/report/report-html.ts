import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import { html } from './html.js';
import { modelSection } from './model-section.js';
import { STYLE } from './style.js';
import { summaryTable } from './summary-table.js';

/**
 * The report of a build: one HTML file that needs no network and no script. Its bytes depend on what was built and
 * measured alone, not on the clock or on where things lie.
 */
export function reportHtml(models: readonly BuiltModelReport[]): string {
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
${summaryTable(models)}
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
