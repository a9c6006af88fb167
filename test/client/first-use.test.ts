import { existsSync, readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeTarget } from '../../src/client/index.js';
import { type ClientApp, clientApp } from './client-app.js';
import { launch } from './launch.js';

interface Context {
  app: ClientApp;
  browser: Browser;
  visit: BrowserContext;
  page: Page;
}

/** Functions of page.js. */
type Global = {
  attempt(wish: {
    targets: readonly BespokeTarget[];
    options?: object;
  }): Promise<{ opened?: { target: string; logits: number[] }; error?: { message: string } }>;
  attemptInWorker(targets: readonly BespokeTarget[]): Promise<Record<string, unknown>>;
  openOften(targets: readonly BespokeTarget[], times: number): Promise<void>;
  kept(): Promise<string[]>;
};

const test = suite<Context>('what the client does for an app');

test.before(async (context) => {
  context.app = await clientApp();
  context.browser = await launch();
});
test.before.each(async (context) => {
  context.visit = await context.browser.newContext();
  context.page = await context.visit.newPage();
  await context.page.goto(context.app.address);
});
test.after.each(({ visit }) => visit.close());
test.after(async ({ browser, app }) => {
  await browser?.close();
  await app?.close();
});

const opened = async (page: Page, target: BespokeTarget) =>
  page.evaluate(
    (wish) => (globalThis as unknown as Global).attempt({ targets: [wish], options: { cache: true } }),
    target,
  );

test('what was fetched once opens without a network', async ({ app, page, visit }) => {
  const first = await opened(page, app.target('phone'));
  assert.is(first.opened?.target, 'phone');
  await visit.setOffline(true);
  const again = await opened(page, app.target('phone'));
  assert.equal(again.opened, first.opened);
  const other = await opened(page, app.target('larger'));
  assert.match(other.error?.message ?? '', 'Failed to fetch');
});

test('a new file of a variant takes the place of the one before', async ({ app, page }) => {
  const phone = app.target('phone');
  await opened(page, phone);
  await opened(page, app.target('tablet'));
  const kept = () => page.evaluate(() => (globalThis as unknown as Global).kept());
  assert.is((await kept()).length, 2);
  const { url, sha256, sizeBytes } = app.target('larger');
  await opened(page, { ...phone, url, sha256: sha256!, sizeBytes });
  const paths = await kept();
  assert.is(paths.length, 2);
  assert.ok(
    paths.some((path) => path.includes('/tiny/phone/')) &&
      paths.some((path) => path.includes('/tiny/tablet/')),
  );
});

test('a file in the cache that is damaged is fetched again', async ({ app, page }) => {
  const phone = app.target('phone');
  await opened(page, phone);
  await page.evaluate(async () => {
    const { caches } = globalThis as unknown as {
      caches: {
        open(
          name: string,
        ): Promise<{ keys(): Promise<{ url: string }[]>; put(url: string, body: Response): Promise<void> }>;
      };
    };
    const store = await caches.open('bespoke-models');
    const [{ url }] = (await store.keys()) as [{ url: string }];
    await store.put(url, new Response('no model'));
  });
  assert.is((await opened(page, phone)).opened?.target, 'phone');
});

test('in a worker: the same results, moved there and back, until it is closed', async ({ app, page }) => {
  const phone = app.target('phone');
  const { opened: inPage } = await opened(page, phone);
  const inWorker = await page.evaluate(
    (target) => (globalThis as unknown as Global).attemptInWorker([target]),
    phone,
  );
  assert.equal(inWorker, {
    target: 'phone',
    provider: 'wasm',
    logits: inPage!.logits,
    dims: [1, 3],
    moved: true,
    steps: inWorker.steps,
    late: 'the worker is closed',
  });
  assert.ok((inWorker.steps as number) > 0);
});

test('in a worker: what does not open says why', async ({ app, page }) => {
  const { error } = (await page.evaluate(
    (target) => (globalThis as unknown as Global).attemptInWorker([target]),
    app.target('tampered'),
  )) as { error: { name: string; code: string; message: string } };
  assert.equal([error.name, error.code], ['ClientError', 'NO_VARIANT']);
  assert.match(error.message, /tampered\.onnx has another SHA-256/);
});

/** Resident bytes of the processes that show pages; undefined where the system does not tell. */
async function renderersBytes(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  if (!existsSync('/proc/self/statm')) return undefined;
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .reduce((sum, { id }) => sum + 4096 * Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]), 0);
}

test('opened and closed 300 times, the memory is flat', async ({ app, page, browser }) => {
  const openOften = (times: number) =>
    page.evaluate(
      ([target, count]) =>
        (globalThis as unknown as Global).openOften([target as BespokeTarget], count as number),
      [app.target('phone'), times] as const,
    );
  await openOften(100);
  const before = await renderersBytes(browser);
  await openOften(300);
  const after = await renderersBytes(browser);
  if (before !== undefined) assert.ok(after! < 1.1 * before, `${before} bytes, then ${after}`);
});

test.run();
