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
