import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BespokeError } from '../../errors.js';
import { PAGE_HTML, PAGE_STYLE } from './page-html.js';

export interface PageFile {
  readonly type: string;
  read(): Promise<string | Uint8Array>;
}

/** Modules of the page, below src/measure/; each is served under its own path, so that imports work as written. */
const MODULES = [
  'browser/page/main.js',
  'browser/page/globals.js',
  'browser/page/clock.js',
  'browser/page/models.js',
  'browser/page/presence.js',
  'browser/page/talk.js',
  'browser/page/timed-model.js',
  'browser/page/view.js',
  'compare-latency.js',
  'median.js',
  'output-values.js',
];

/** Browsers run what tsc made: from sources, that of the last `npm run build`. */
const COMPILED = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/measure/' : '../', import.meta.url);

const RUNTIME_FILE = /^ort[\w.-]*\.(?:mjs|wasm)$/;
export const RUNTIME_FOLDER = '/ort/';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** All that is served besides work, by path: the page, its modules, and ONNX Runtime's files. */
export async function pageFiles(runtimePackage: string): Promise<ReadonlyMap<string, PageFile>> {
  const folder = join(runtimePackage, 'dist');
  const runtimeFiles = (await readdir(folder)).filter((name) => RUNTIME_FILE.test(name));
  return new Map<string, PageFile>([
    ['/', { type: 'text/html; charset=utf-8', read: async () => PAGE_HTML }],
    ['/style.css', { type: 'text/css; charset=utf-8', read: async () => PAGE_STYLE }],
    ...MODULES.map((path): [string, PageFile] => [
      `/measure/${path}`,
      { type: JAVASCRIPT, read: () => readModule(new URL(path, COMPILED)) },
    ]),
    ...runtimeFiles.map((name): [string, PageFile] => [
      `${RUNTIME_FOLDER}${name}`,
      {
        type: name.endsWith('.wasm') ? 'application/wasm' : JAVASCRIPT,
        read: () => readFile(join(folder, name)),
      },
    ]),
  ]);
}

async function readModule(url: URL): Promise<Uint8Array> {
  try {
    return await readFile(url);
  } catch (cause) {
    throw new BespokeError({
      code: 'PAGE_NOT_BUILT',
      what: 'a script of the measuring page is missing',
      next: "Run 'npm run build'.",
      cause,
    });
  }
}
