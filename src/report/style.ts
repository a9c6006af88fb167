import { Html } from './html.js';

const LIGHT = `
--page: #f7f7f5; --surface: #ffffff; --ink: #1d2025; --muted: #5d636e; --line: #e2e3e1; --faint: #eeefed; --quiet: #b3b8c0;
--accent: #2f62a8; --met: #2a6e49; --missed: #a63a33; --budget: #a63a33; --on-series: #ffffff;
--s0: #2f62a8; --s1: #9a5b1f; --s2: #2f7a5c; --s3: #80509c; --s4: #a6435a; --s5: #4b6c80;`;

const DARK = `
--page: #141619; --surface: #1c1f23; --ink: #e6e8eb; --muted: #a2a8b3; --line: #31353b; --faint: #282c31; --quiet: #5d646f;
--accent: #86aee6; --met: #83c7a0; --missed: #ef9a92; --budget: #ef9a92; --on-series: #14161a;
--s0: #86aee6; --s1: #dba569; --s2: #7cc3a3; --s3: #c49cdd; --s4: #e795a8; --s5: #9ab9cc;`;

const SERIES = [0, 1, 2, 3, 4, 5].map((index) => `.s${index} { --series: var(--s${index}); }`).join('\n');

/** The page's style: light and dark, wide and narrow. */
export const STYLE = new Html(`
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
${SERIES}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; -webkit-text-size-adjust: 100%; }
main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 80px; }
.kicker { margin: 0; color: var(--muted); font-size: 13px; letter-spacing: 0.04em; }
h1 { margin: 0 0 20px; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 56px 0 4px; font-size: 22px; font-weight: 650; }
h3 { margin: 36px 0 12px; font-size: 17px; font-weight: 650; }
h4 { margin: 0 0 12px; font-size: 14px; font-weight: 600; }
p { margin: 0; }
small { color: var(--muted); font-size: 12.5px; font-weight: 400; }
code { font: 12px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 2px; }
.facts { color: var(--muted); font-size: 13.5px; }
.card .facts, .summary + .facts { margin-top: 12px; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(3, minmax(0, 1fr)); }
.card { margin: 0; padding: 18px 18px 14px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
.wide { grid-column: span 2; }
figcaption { margin-top: 10px; color: var(--muted); font-size: 12.5px; line-height: 1.45; }
details { margin-top: 8px; font-size: 12.5px; }
summary { color: var(--muted); cursor: pointer; width: max-content; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; font-size: 12.5px; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details td.text { overflow-wrap: anywhere; min-width: 6em; }
.summary { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; border-collapse: separate; border-spacing: 0; font-size: 14px; }
.summary th, .summary td { padding: 10px 16px; }
.summary small { display: block; }
.before { color: var(--muted); }
.verdict { white-space: nowrap; font-weight: 600; }
.met { color: var(--met); }
.missed { color: var(--missed); }
svg { display: block; overflow: visible; }
.plot { width: 100%; max-width: 440px; height: auto; margin: 0 auto; }
.plot text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 8px 0 0; padding: 0; list-style: none; color: var(--muted); font-size: 12.5px; }
.legend li { display: flex; align-items: center; gap: 6px; }
.key { display: inline-block; flex: none; }
.key.line { width: 16px; border-top: 2px solid var(--muted); }
.key.dashes { width: 16px; border-top: 2px dashed var(--budget); }
.key.ring { width: 8px; height: 8px; border: 1.5px solid var(--muted); border-radius: 50%; }
.key.dot { width: 10px; height: 10px; background: var(--accent); border-radius: 50%; }
.key.square { width: 8px; height: 8px; background: var(--ink); }
.key.diamond { width: 8px; height: 8px; background: var(--ink); transform: rotate(45deg); }
.key.bar { width: 14px; height: 9px; background: var(--accent); border-radius: 2px; }
.key.pale { opacity: 0.45; }
.key.quiet { background: var(--quiet); }
.cuts .kept { fill: var(--quiet); }
.cuts .cut { fill: var(--series); opacity: 0.4; }
.cuts rect:not(.kept):not(.cut), .cuts circle { fill: var(--series); }
.cuts line { stroke: var(--series); stroke-width: 1.5; opacity: 0.7; }
.cuts .badge { fill: var(--on-series); font-size: 12px; font-weight: 600; text-anchor: middle; }
.ends { display: flex; justify-content: space-between; margin-top: 4px; color: var(--muted); font-size: 12px; }
.stretches { margin: 14px 0 0; padding: 0; list-style: none; }
.stretches li { display: flex; gap: 10px; padding: 8px 0; border-top: 1px solid var(--line); font-size: 13.5px; }
.stretches li > div { min-width: 0; }
.stretches .badge { flex: none; width: 20px; height: 20px; border-radius: 50%; background: var(--series); color: var(--on-series); font-size: 12px; font-weight: 600; line-height: 20px; text-align: center; }
.stretches .figures { display: flex; flex-wrap: wrap; gap: 0 16px; font-variant-numeric: tabular-nums; }
.stretches .id { color: var(--muted); }
@media (max-width: 1080px) { .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 720px) {
main { padding: 24px 16px 56px; }
h1 { font-size: 24px; }
.cards { grid-template-columns: minmax(0, 1fr); gap: 12px; }
.wide { grid-column: auto; }
.card { padding: 14px; }
.stack, .stack tbody, .stack tr, .stack td, .stack th { display: block; }
.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.stack tr { padding: 12px 0; border-bottom: 1px solid var(--line); }
.summary tr { padding: 12px 14px; }
.stack tr:last-child { border-bottom: 0; }
.stack td, .stack tbody th { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 6px; padding: 3px 0; border: 0; text-align: right; }
.summary td.model { display: none; }
.stack tbody th { padding-bottom: 6px; }
.stack tbody th::before { font-weight: 600; color: var(--ink); }
.stack td::before, .stack tbody th::before { content: attr(data-label); margin-right: auto; }
.stack tbody th:not([data-label]) { justify-content: flex-start; }
.stack tbody th:not([data-label])::before { content: none; }
.stack td::before { color: var(--muted); }
.stack small { display: inline; }
}
`);
