import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBrowser } from '../../src/measure/browser/find-browser.js';
import { withoutBytes } from '../../src/pipeline/record/last-build.js';
import { reportHtml } from '../../src/report/report-html.js';
import { artifact, resultOf } from '../cli/fake-result.js';
import { inProject } from '../config/project.js';

const views = [
  { width: 1280, colorScheme: 'light' },
  { width: 820, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

/** Texts of the page with their contrast to what is behind them, by the formula of WCAG 2. */
const contrasts = (page: Page): Promise<readonly { readonly text: string; readonly ratio: number }[]> =>
  page.evaluate(`(() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = numbers(colour).slice(0, 3).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let at = element; at !== null; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if ((numbers(colour)[3] ?? 1) === 1) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.textContent.trim() === '' || element.closest('.cuts') !== null) continue;
      const style = getComputedStyle(element);
      const ink = luminance(element.closest('svg') === null ? style.color : style.fill);
      const ground = luminance(behind(element));
      const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
      found.push({ text: node.textContent, ratio });
    }
    return found;
  })()`);

test('fits a wide page and a phone, light and dark: nothing sticks out, texts stand out, nothing is loaded or refused', () =>
  inProject({}, async (cwd) => {
    const file = join(cwd, 'report.html');
    await writeFile(
      file,
      reportHtml(withoutBytes(resultOf([artifact('phone', 'x'), artifact('server', 'y')]))),
    );
    const browser = await chromium.launch({
      executablePath: await findBrowser(),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      for (const { width, colorScheme } of views) {
        const where = `${width} ${colorScheme}`;
        const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme });
        const requests: string[] = [];
        const messages: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        page.on('console', (message) => messages.push(message.text()));
        await page.goto(pathToFileURL(file).href);
        // With all data unfolded.
        await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
        assert.equal(requests, [pathToFileURL(file).href], where);
        assert.equal(messages, [], where);
        const right = await page.evaluate(
          `Math.max(...[...document.querySelectorAll('main *')].filter((each) => each.closest('.scroll') === null || each.matches('.scroll')).map((each) => each.getBoundingClientRect().right))`,
        );
        assert.ok((right as number) <= width, `${where}: something reaches to ${right}`);
        const texts = await contrasts(page);
        assert.ok(texts.length > 200, `${texts.length} texts`);
        for (const { text, ratio } of texts)
          assert.ok(ratio >= 4.5, `${where}: '${text}' has a contrast of ${ratio.toFixed(2)}`);
        const smallest = await page.evaluate(
          `Math.min(...[...document.querySelectorAll('svg text')].map((each) => each.getBoundingClientRect().height))`,
        );
        assert.ok((smallest as number) >= 11, `${where}: a line of text is ${smallest} px high`);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  }));

test.run();
