import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Refusal } from '../../src/client/client-error.js';
import type { BespokeTarget, Device, FetchProgress } from '../../src/client/index.js';
import { type ClientApp, clientApp } from './client-app.js';
import { launch } from './launch.js';

const device: Device = { webgpu: false, threads: 1 };

interface Attempt {
  readonly targets: readonly BespokeTarget[];
  readonly options?: { device?: Device; prefer?: string; withinMs?: number; abortAtBytes?: number };
}

interface Outcome {
  readonly opened?: {
    readonly target: string;
    readonly provider: string;
    readonly threads: number;
    /** As onnxruntime-web was told. */
    readonly wasmThreads: number;
    readonly latencies: readonly string[];
    readonly tried: readonly Refusal[];
    /** Three logits for an image of zeros. */
    readonly logits: readonly number[];
  };
  readonly error?: { readonly name: string; readonly code: unknown; readonly message: string };
  readonly progress: readonly FetchProgress[];
}

const attempt = (page: Page, wish: Attempt): Promise<Outcome> =>
  page.evaluate(
    (wish) => (globalThis as unknown as { attempt(wish: Attempt): Promise<Outcome> }).attempt(wish),
    wish,
  );

interface Context {
  app: ClientApp;
  browser: Browser;
  page: Page;
}

const opening = suite<Context>('opening');

opening.before(async (context) => {
  context.app = await clientApp();
  context.browser = await launch('--host-resolver-rules=MAP insecure.test 127.0.0.1');
  context.page = await context.browser.newPage();
  await context.page.goto(context.app.address);
});

opening.after(async ({ browser, app }) => {
  await browser?.close();
  await app?.close();
});

/** What does not open comes first by its quality, then 'last', which does. */
const fallbacks: Readonly<
  Record<string, { readonly name: string; more?: Partial<BespokeTarget>; reason: RegExp }>
> = {
  'a file that is missing': { name: 'missing', reason: /^HTTP 404 for missing\.onnx$/ },
  'a server that does not answer': {
    name: 'away',
    more: { url: 'http://127.0.0.1:9/away.onnx' },
    reason: /Failed to fetch/,
  },
  'a file with one bit changed': { name: 'tampered', reason: /tampered\.onnx has another SHA-256/ },
  'a file with one bit changed, known by its integrity alone': {
    name: 'tampered',
    more: { sha256: undefined as never, integrity: 'computed' },
    reason: /tampered\.onnx has another SHA-256/,
  },
  'a file that was cut off': { name: 'short', reason: /short\.onnx has \d+ of \d+ bytes/ },
  'a file that goes on': { name: 'long', reason: /long\.onnx has more than \d+ bytes/ },
  'a file that is no model': { name: 'garbage', reason: /protobuf|model/i },
  'WebGPU that is not there after all': {
    name: 'graphics',
    more: { runtime: 'onnxruntime-web/webgpu' },
    reason: /webgpu|adapter|gpu/i,
  },
};

for (const [name, { name: target, more = {}, reason }] of Object.entries(fallbacks))
  opening(`${name}: the next one runs`, async ({ app, page }) => {
    const wrong = { ...app.target(target), quality: { metric: 'top1', value: 1 }, ...more };
    if (more.integrity) Object.assign(wrong, { integrity: integrityOf(app.target(target)) });
    const outcome = await attempt(page, {
      targets: [app.target('last', { quality: { metric: 'top1', value: 0.5 } }), wrong],
      options: { device: { webgpu: true, threads: 1 } },
    });
    assert.is(outcome.error, undefined);
    assert.is(outcome.opened!.target, 'last');
    assert.equal(
      outcome.opened!.tried.map((refusal) => refusal.target),
      [target],
    );
    assert.match(outcome.opened!.tried[0]!.reason, reason);
    assert.ok(outcome.opened!.logits.every(Number.isFinite));
  });

const integrityOf = ({ sha256 }: BespokeTarget): string =>
  `sha256-${Buffer.from(sha256!, 'hex').toString('base64')}`;

opening('progress goes up to the size of the file', async ({ app, page }) => {
  const target = app.target('larger');
  const { progress, opened } = await attempt(page, { targets: [target], options: { device } });
  assert.equal(opened!.tried, []);
  assert.ok(progress.length > 0);
  assert.ok(progress.every(({ totalBytes }) => totalBytes === target.sizeBytes));
  const loaded = progress.map(({ loadedBytes }) => loadedBytes);
  assert.equal(
    loaded,
    loaded.toSorted((left, right) => left - right),
  );
  assert.is(loaded.at(-1), target.sizeBytes);
});

opening('none that opens is an error that says why of each', async ({ app, page }) => {
  const { error } = await attempt(page, {
    targets: [
      app.target('missing'),
      app.target('tampered'),
      app.target('desktop', { runtime: 'onnxruntime-web/webgpu' }),
    ],
    options: { device },
  });
  assert.is(error!.name, 'ClientError');
  assert.is(error!.code, 'NO_VARIANT');
  assert.match(error!.message, /no variant of 'tiny' opened/);
  for (const part of [
    'desktop: this device has no',
    'missing: HTTP 404',
    'tampered: tampered.onnx has another',
  ])
    assert.ok(error!.message.includes(part), error!.message);
});

opening('a preference that is no target is an error', async ({ app, page }) => {
  const { error } = await attempt(page, {
    targets: [app.target('phone')],
    options: { device, prefer: 'fone' },
  });
  assert.is(error!.code, 'UNKNOWN_TARGET');
});

opening('a preferred target for Node runs, others stay behind it', async ({ app, page }) => {
  const targets = [app.target('phone'), app.target('server', { runtime: 'onnxruntime-node/cpu' })];
  const { opened } = await attempt(page, { targets, options: { device, prefer: 'server' } });
  assert.is(opened!.target, 'server');
  assert.equal(opened!.tried, []);
});

for (const [name, abortAtBytes] of Object.entries({ 'before it starts': 0, 'while it loads': 1 }))
  opening(`aborted ${name}: the reason is thrown, nothing else is tried`, async ({ app, page }) => {
    const targets = [app.target('phone'), app.target('tablet')];
    const { error, progress } = await attempt(page, { targets, options: { device, abortAtBytes } });
    assert.is(error!.name, 'AbortError');
    assert.ok(progress.every(({ target }) => target === 'phone'));
  });

const better = { quality: { metric: 'top1', value: 0.9 } };

opening('asked for more speed than there is: all are timed, the quickest runs', async ({ app, page }) => {
  const targets = [app.target('larger', better), app.target('small'), app.target('missing')];
  const { opened } = await attempt(page, { targets, options: { device, withinMs: 1e-9 } });
  assert.equal(opened!.latencies, ['larger', 'small']);
  const reasons = Object.fromEntries(opened!.tried.map(({ target, reason }) => [target, reason]));
  assert.equal(
    Object.keys(reasons).sort(),
    ['larger', 'missing', 'small'].filter((name) => name !== opened!.target),
  );
  assert.match(reasons[opened!.target === 'small' ? 'larger' : 'small']!, /^takes \d+\.\d ms here$/);
  assert.ok(opened!.logits.every(Number.isFinite));
});

opening('asked for less speed than there is: the first is timed and runs', async ({ app, page }) => {
  const targets = [app.target('larger', better), app.target('small')];
  const { opened } = await attempt(page, { targets, options: { device, withinMs: 1e9 } });
  assert.is(opened!.target, 'larger');
  assert.equal(opened!.latencies, ['larger']);
  assert.equal(opened!.tried, []);
});

interface Place {
  readonly host?: string;
  readonly isolated: boolean;
  readonly secure: boolean;
}

const places: Readonly<Record<string, Place>> = {
  'an isolated page: as many threads as the target and the device have': { isolated: true, secure: true },
  'a page that is not isolated and not secure: one thread, and the browser checks the bytes': {
    host: 'insecure.test',
    isolated: false,
    secure: false,
  },
};

for (const [name, { host, isolated, secure }] of Object.entries(places))
  opening(name, async ({ app, browser }) => {
    const page = await browser.newPage();
    const address = new URL(app.address);
    if (host) address.hostname = host;
    await page.goto(address.href);
    const found = await page.evaluate(async () => {
      const { isSecureContext, thisDevice } = globalThis as unknown as {
        readonly isSecureContext: boolean;
        thisDevice(): Promise<Device>;
      };
      return { isSecureContext, device: await thisDevice() };
    });
    assert.is(found.isSecureContext, secure);
    assert.is(found.device.webgpu, false);
    if (!isolated) assert.is(found.device.threads, 1);
    const threads = isolated ? 2 : 1;
    const { opened, progress } = await attempt(page, {
      targets: [app.target('good', { threads: 2 }), app.target('tampered', { threads: 2, ...better })],
      ...(isolated && { options: { device: { webgpu: false, threads: 8 } } }),
    });
    assert.is(opened!.target, 'good');
    assert.is(opened!.threads, threads);
    assert.is(opened!.wasmThreads, threads);
    assert.equal(
      opened!.tried.map(({ target }) => target),
      ['tampered'],
    );
    assert.match(opened!.tried[0]!.reason, secure ? /another SHA-256/ : /Failed to fetch/);
    assert.is(progress.at(-1)!.loadedBytes, app.target('good').sizeBytes);
    await page.close();
  });

opening(
  'WebGPU runs where there is an adapter; one that the processor plays is not taken by itself',
  async ({ app }) => {
    const browser = await launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader');
    try {
      const page = await browser.newPage();
      await page.goto(app.address);
      const targets = [app.target('desktop', { runtime: 'onnxruntime-web/webgpu' }), app.target('phone')];
      const own = await attempt(page, { targets });
      assert.is(own.opened!.target, 'phone');
      assert.is(own.opened!.tried[0]!.reason, 'this device has no WebGPU adapter');
      const graphics = await attempt(page, { targets, options: { device: { webgpu: true, threads: 1 } } });
      assert.is(graphics.opened!.target, 'desktop');
      assert.is(graphics.opened!.provider, 'webgpu');
      assert.equal(graphics.opened!.tried, []);
      for (const [index, logit] of graphics.opened!.logits.entries())
        assert.ok(Math.abs(logit - own.opened!.logits[index]!) < 1e-3, `${logit} beside WebAssembly's`);
    } finally {
      await browser.close();
    }
  },
);

opening.run();
