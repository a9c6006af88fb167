import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../../src/errors.js';
import { findBrowser } from '../../../src/measure/browser/find-browser.js';
import {
  type ServedOptions,
  type ServedSource,
  servedSource,
} from '../../../src/measure/browser/served-source.js';
import { median } from '../../../src/measure/median.js';
import { heavy, light, projectFolder, quick } from './models.js';

const test = suite('latency of a device that opens the served page');
let browser: Browser;

test.before(async () => {
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--host-resolver-rules=MAP phone.test 127.0.0.1',
    ],
  });
});
test.after(() => browser.close());

interface Served {
  readonly address: string;
  readonly source: Promise<ServedSource>;
  readonly controller: AbortController;
}

async function serve(more: Partial<ServedOptions> & { threads?: number } = {}): Promise<Served> {
  const controller = new AbortController();
  const { threads = 1, ...options } = more;
  let source: Promise<ServedSource> | undefined;
  const address = await new Promise<string>((resolve, reject) => {
    source = servedSource({
      environment: { runtime: 'onnxruntime-web/wasm', threads },
      projectFolder,
      host: '127.0.0.1',
      port: 0,
      signal: controller.signal,
      onAddress: resolve,
      ...options,
    });
    source.catch(reject);
  });
  return { address, source: source!, controller };
}

const failure = (promise: Promise<unknown>): Promise<BespokeError | undefined> =>
  promise.then(
    () => undefined,
    (error: BespokeError) => error,
  );

async function inContext(use: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

const many = Array.from({ length: 6 }, (_, index) => ({ key: `${index}`, ...light }));

/** Paths as they are, which browsers would mend. */
const rawStatus = (address: string, path: string, method: string, cookie: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    request({ hostname, port, path, method, headers: { cookie } }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });

test('a slow device measures, is loaded again in the middle, and goes on; others are refused', () =>
  inContext(async (page, context) => {
    const { address, source: opening } = await serve();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(address);
    assert.not.match(page.url(), /token/);
    const source = await opening;
    assert.match(source.identity, /^device [\w-]{22}, Mozilla.*processors, onnxruntime-web \d/);
    try {
      source.announce(7);
      const first = source.compare([{ reference: light, candidates: [{ key: 'heavy', ...heavy }] }], quick);
      const rest = source.compare([{ reference: heavy, candidates: many }], quick);
      rest.catch(() => {});
      assert.ok((await first).get('heavy')!.medianMs > 0);
      await page.getByText(/^[2-6] of 7 models$/).waitFor();
      assert.ok((await page.locator('progress').getAttribute('max')) === '7');
      await page.reload();

      assert.is(await rawStatus(address, new URL(address).pathname, 'HEAD', ''), 403);
      await inContext(async (other) => {
        for (const [url, says] of [
          [address, 'opened on another device'],
          [address.replace(/token=.*/, 'token=guess'), 'Open the address'],
          [new URL('/', address).href, 'Open the address'],
          [new URL('/task?visit=1', address).href, 'Open the address'],
        ]) {
          const answer = await other.goto(url);
          assert.is(answer?.status(), 403);
          assert.match((await other.textContent('body'))!, says);
        }
      });

      const results = await rest;
      assert.equal(
        [...results.keys()],
        many.map(({ key }) => key),
      );
      const ratio = median([...results.values()].map((each) => each.ratio));
      assert.ok(ratio < 0.9, `light / heavy is ${ratio}`);
    } finally {
      await source.finish();
    }
    await page.getByText('Done. You can close this page.').waitFor();
    assert.is(
      (await failure(source.compare([{ reference: light, candidates: many }])))?.code,
      'SOURCE_CLOSED',
    );
  }));

test('nothing is served but the page, its scripts, the runtime and the models of now; a second tab takes over', () =>
  inContext(async (page, context) => {
    const { address, source: opening } = await serve();
    await page.goto(address);
    const source = await opening;
    try {
      const cookies = await context.cookies();
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const status = (path: string, method = 'GET') => rawStatus(address, path, method, cookie);
      for (const path of [
        '/package.json',
        '/ort/../package.json',
        '/ort/%2e%2e/package.json',
        '/ort/',
        '/measure/',
        '/measure/latency.js',
        '/measure/browser/measuring-server.js',
        '/models/r1',
        '/models/c99999',
        '//etc/passwd',
      ]) {
        assert.is(await status(path), 404, path);
      }
      assert.is(await status('/style.css'), 200);
      assert.is(await status('/style.css', 'PUT'), 405);
      for (const [path, body] of [
        ['/answer?visit=1', '{"id":1}'],
        ['/answer?visit=1', 'no json'],
        ['/answer?visit=1', `"${'x'.repeat(100_000)}"`],
        ['/hello', '{"userAgent":7}'],
      ]) {
        const answered = await page.evaluate(
          async ([url, text]) => (await fetch(url, { method: 'POST', body: text })).status,
          [path, body],
        );
        assert.is(answered, 400, `${path} ${body.slice(0, 20)}`);
      }
      const second = await context.newPage();
      await second.goto(new URL('/', address).href);
      await second.getByText('Waiting for models').waitFor();
      const asked = source.compare([{ reference: heavy, candidates: many.slice(0, 1) }], quick);
      assert.is((await asked).size, 1);
      await page.getByText('another tab').waitFor();
    } finally {
      await source.close();
    }
  }));

test('threads on a page that is not isolated are an error there and here', () =>
  inContext(async (page) => {
    const { address, source } = await serve({ threads: 2 });
    const failed = failure(source);
    await page.goto(address.replace('127.0.0.1', 'phone.test'));
    const error = await failed;
    assert.is(error?.code, 'DEVICE_NOT_ISOLATED');
    assert.ok(['--cert', 'adb reverse', 'https'].every((word) => error!.message.includes(word)));
    await page.getByText('--cert').waitFor();
  }));

test('over https the same address has threads', () =>
  inContext(async (page) => {
    const folder = mkdtempSync(join(tmpdir(), 'bespoke-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=phone.test', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const tls = { cert: readFileSync(cert), key: readFileSync(key) };
    rmSync(folder, { recursive: true });
    const { address, source: opening } = await serve({ threads: 2, tls });
    assert.match(address, /^https:/);
    await page.goto(address.replace('127.0.0.1', 'phone.test'));
    const source = await opening;
    try {
      assert.ok(source.device.isolated);
      const setting = page.getByText('ONNX Runtime Web, WebAssembly, 2 threads', { exact: true });
      await setting.waitFor({ timeout: 10_000 });
      const results = await source.compare([{ reference: heavy, candidates: many.slice(0, 1) }], quick);
      assert.is(results.size, 1);
    } finally {
      await source.close();
    }
  }));

test('an abort ends the waiting for a device, and the server', async () => {
  const { address, source, controller } = await serve();
  const failed = failure(source);
  controller.abort();
  assert.is((await failed)?.name, 'AbortError');
  const gone = await failure(fetch(address));
  assert.ok(gone !== undefined);
});

test('a device that drops its connection in the middle of a request loses that request alone', async () => {
  const { address, source, controller } = await serve();
  const failed = failure(source);
  const entered = await fetch(address, { redirect: 'manual' });
  const cookie = entered.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const { hostname, port } = new URL(address);
  for (let time = 0; time < 3; time++) {
    const headers = { cookie, 'content-length': '1000', 'content-type': 'application/json' };
    const half = request({ hostname, port, path: '/hello', method: 'POST', headers });
    half.on('error', () => {});
    half.write('{"userAgent":');
    await new Promise((resolve) => setTimeout(resolve, 50));
    half.destroy();
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  const page = await fetch(new URL('/', address), { headers: { cookie } });
  assert.is(page.status, 200);
  controller.abort();
  assert.is((await failed)?.name, 'AbortError', 'the wait was not ended by the lost requests');
});

test('a certificate that is none is SERVER_TLS', async () => {
  const error = await failure(serve({ tls: { cert: 'no', key: 'no' } }));
  assert.is(error?.code, 'SERVER_TLS');
});

test('a port that is taken is SERVER_LISTEN', async () => {
  const { address, source, controller } = await serve();
  const failed = failure(source);
  const error = await failure(serve({ port: Number(new URL(address).port) }));
  assert.is(error?.code, 'SERVER_LISTEN');
  controller.abort();
  await failed;
});

test.run();
