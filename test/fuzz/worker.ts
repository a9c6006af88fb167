/** Runs inputs one by one, as its parent sends them, in a folder of its own. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectModel } from '../../src/cli/inspect-model.js';
import { readProfile } from '../../src/config/device-profile.js';
import { loadPlan } from '../../src/config/load-plan.js';
import { loadDataset } from '../../src/data/load-dataset.js';
import { BespokeError } from '../../src/errors.js';
import { readModelFile } from '../../src/runtime/model-file.js';
import { inProject, plainFiles } from '../config/project.js';
import { plainInput } from '../data/plain-input.js';
import type { FuzzInput, Kind } from './inputs.js';

/** What became of an input: accepted, refused with a code, or something that is a bug. */
export type Verdict = { readonly outcome: string } | { readonly bug: string };

/** Codes that a user should never see. */
const BUGS = /^(GRADIENT_MISSING|GRAPH_|MANIFEST_INVALID|SEARCH_NOT_FINITE|TRAIN_|WORKERS_CLOSED)/;
const MOST = 400;
const TEMPORARY = tmpdir();
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

const USES: Readonly<Record<Kind, (bytes: Uint8Array, folder: string) => Promise<unknown>>> = {
  async model(bytes, folder) {
    const path = join(folder, 'model.onnx');
    await writeFile(path, bytes);
    return inspectModel(await readModelFile(path));
  },
  async config(bytes, folder) {
    return loadPlan({ cwd: folder, inline: JSON.parse(Buffer.from(bytes).toString()) });
  },
  async profile(bytes, folder) {
    const path = join(folder, 'profile.json');
    await writeFile(path, bytes);
    return readProfile(path, { name: 'phone', runtime: 'onnxruntime-web/wasm', threads: 1 });
  },
  async npy(bytes, folder) {
    const path = join(folder, 'data.npz');
    await writeFile(path, bytes);
    return loadDataset({ kind: 'npz', path, values: 'x', labels: undefined, layout: undefined }, plainInput);
  },
  async idx(bytes, folder) {
    const path = join(folder, 'data.idx');
    await writeFile(path, bytes);
    return loadDataset({ kind: 'idx', path, labels: undefined } as never, plainInput);
  },
  async image(bytes, folder) {
    await writeFile(join(folder, 'images/a.png'), bytes);
    return loadDataset({ kind: 'images', path: join(folder, 'images'), labels: undefined }, plainInput);
  },
};

/** Its folder, and what it takes for the temporary one, lie in a folder in which nothing may be left. */
async function verdictOn({ kind, bytes }: FuzzInput): Promise<Verdict> {
  const outer = await mkdtemp(join(TEMPORARY, 'bespoke-fuzz-'));
  process.env.TMPDIR = outer;
  try {
    const verdict = await inProject({ ...plainFiles, 'images/': '' }, async (folder): Promise<Verdict> => {
      try {
        await USES[kind](bytes, folder);
        return { outcome: 'accepted' };
      } catch (error) {
        return judged(error, folder);
      }
    });
    const strays = await readdir(outer);
    return strays.length === 0 ? verdict : { bug: `left ${strays.join()}` };
  } finally {
    await rm(outer, { recursive: true, force: true });
  }
}

function judged(error: unknown, folder: string): Verdict {
  if (!(error instanceof BespokeError))
    return { bug: `unclassified: ${(error as Error)?.stack ?? String(error)}` };
  const { code, message } = error;
  if (BUGS.test(code)) return { bug: `${code}: ${message}` };
  // Several mistakes in a configuration are a list.
  const [first = ''] = message.replaceAll(folder, '').split('\n');
  if (first.length > MOST) return { bug: `${first.length} characters: ${message}` };
  if (CONTROL.test(message)) return { bug: `control characters: ${JSON.stringify(message)}` };
  return { outcome: code };
}

process.on('message', (input: { readonly kind: Kind; readonly base64: string }) => {
  const bytes = Buffer.from(input.base64, 'base64');
  verdictOn({ kind: input.kind, bytes }).then((verdict) => process.send?.(verdict));
});
