import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BespokeError } from '../../../src/errors.js';
import { browserPlaces } from '../../../src/measure/browser/browser-places.js';
import { browserVersion } from '../../../src/measure/browser/browser-version.js';
import { findBrowser } from '../../../src/measure/browser/find-browser.js';
import { findPackage } from '../../../src/measure/browser/find-package.js';

const test = suite('looking for a browser');
const folder = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-browser-')));
test.after(() => rm(folder, { recursive: true, force: true }));

async function program(path: string, text = 'exit 0'): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, `#!/bin/sh\n${text}\n`);
  await chmod(full, 0o755);
  return full;
}

const chromium = await program('bin/chromium');
const chrome = await program('other/google-chrome');
const bundled = await program('playwright/chrome');
await writeFile(join(folder, 'plain-file'), '');
const place = (env: Record<string, string>) => ({ platform: 'darwin' as const, env, home: folder });
const linux = (env: Record<string, string>) => ({ platform: 'linux' as const, env, home: folder });
const mac = await program('Applications/Chromium.app/Contents/MacOS/Chromium');

for (const [name, wish, surroundings, expected] of [
  [
    'the path of the configuration comes first',
    { executablePath: chromium },
    place({ CHROME_PATH: chrome }),
    chromium,
  ],
  ['then CHROME_PATH', { bundled }, linux({ CHROME_PATH: chrome, PATH: join(folder, 'bin') }), chrome],
  ['then PATH', { bundled }, linux({ PATH: `${join(folder, 'bin')}:${join(folder, 'other')}` }), chrome],
  ['then applications', { bundled }, place({}), mac],
  ["then playwright-core's own", { bundled }, { ...place({}), home: '/nowhere' }, bundled],
] as const) {
  test(name, async () => assert.is(await findBrowser(wish, surroundings), expected));
}

for (const [name, wish, surroundings, says] of [
  [
    'nothing installed',
    {},
    { ...place({}), home: '/nowhere' },
    ['Google Chrome', 'apt-get install chromium', 'CHROME_PATH'],
  ],
  [
    'a configured path that is not there',
    { executablePath: '/no/chrome' },
    linux({}),
    ['browser.executablePath', '/no/chrome'],
  ],
  [
    'CHROME_PATH that is a folder',
    {},
    linux({ CHROME_PATH: folder, PATH: join(folder, 'bin') }),
    ['CHROME_PATH', folder],
  ],
  ['CHROME_PATH that is no program', {}, linux({ CHROME_PATH: join(folder, 'plain-file') }), ['plain-file']],
] as const) {
  test(`${name} is BROWSER_MISSING`, async () => {
    const error = await findBrowser(wish, surroundings).then(
      () => undefined,
      (caught: BespokeError) => caught,
    );
    assert.instance(error, BespokeError);
    assert.is(error!.code, 'BROWSER_MISSING');
    for (const part of says) assert.ok(error!.message.includes(part), error!.message);
  });
}

test('places of Windows', () => {
  const places = browserPlaces({
    platform: 'win32',
    env: { PROGRAMFILES: 'C:\\Program Files' },
    home: 'C:\\me',
  });
  assert.is(places[0], 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
});

test('the version is what the program says, or the folder beside it on Windows', async () => {
  const talker = await program('talker', 'echo "Chromium 12.3.4567.89 built on Debian"; echo noise >&2');
  assert.is(await browserVersion(talker, 'linux'), 'Chromium 12.3.4567.89');
  assert.is(await browserVersion(chromium, 'linux'), undefined);
  const exe = await program('windows/chrome.exe');
  await mkdir(join(folder, 'windows/9.8.7.6'));
  assert.is(await browserVersion(exe, 'win32'), '9.8.7.6');
});

test("a package is the project's own before that beside this one; a missing one names the command", async () => {
  const own = join(folder, 'node_modules/onnxruntime-web');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'package.json'), '{"version":"9.9.9"}');
  assert.equal(await findPackage('onnxruntime-web', folder, ''), { folder: own, version: '9.9.9' });
  assert.match((await findPackage('playwright-core', folder, '')).version, /^1\./);
  const error = await findPackage('no-such-package', folder, 'to test').then(
    () => undefined,
    (caught: BespokeError) => caught,
  );
  assert.is(error?.code, 'PACKAGE_MISSING');
  assert.ok(error!.message.includes('npm install --save-dev no-such-package'));
});

test.run();
