/** Style of the measuring page: one column for a phone, colours of the system. */
export const PAGE_STYLE = `:root { color-scheme: light dark; --ink: #1c2024; --quiet: #5c6670; --paper: #f5f6f8; --card: #fff; --accent: #2563c9; --bad: #b3261e; --good: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --quiet: #a3abb4; --paper: #14171a; --card: #1f2327; --accent: #7aa7f5; --bad: #ff8a80; --good: #6fcf87; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 1.5rem; border-radius: 1rem; background: var(--card); box-shadow: 0 1px 4px rgb(0 0 0 / 0.15); }
h1 { margin: 0 0 0.25rem; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0.5rem 0 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
.row { display: flex; justify-content: space-between; gap: 1rem; font-variant-numeric: tabular-nums; }
progress { display: block; width: 100%; height: 0.75rem; margin-top: 1.25rem; border: 0; border-radius: 1rem; overflow: hidden; background: color-mix(in srgb, var(--accent) 20%, transparent); appearance: none; }
progress::-webkit-progress-bar { background: color-mix(in srgb, var(--accent) 20%, transparent); }
progress::-webkit-progress-value { border-radius: 1rem; background: var(--accent); transition: width 0.3s; }
progress::-moz-progress-bar { border-radius: 1rem; background: var(--accent); }
#message { margin-top: 1.25rem; }
[data-state="bad"] #message { color: var(--bad); }
[data-state="done"] #message { color: var(--good); font-weight: 600; }
@media (prefers-reduced-motion: reduce) { progress::-webkit-progress-value { transition: none; } }
`;

/** The measuring page; page/view.ts fills it in. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Measuring this device</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/measure/browser/page/main.js"></script>
</head>
<body>
<main>
<h1 id="title">Measuring this device</h1>
<p id="setting" class="quiet">Loading the runtime&hellip;</p>
<progress id="bar" aria-labelledby="title" max="1"></progress>
<p class="row"><span id="count"></span><span id="rest"></span></p>
<p id="model" class="quiet"></p>
<p id="message" role="status" aria-live="polite"></p>
</main>
</body>
</html>
`;
