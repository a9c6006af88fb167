import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BespokeConfig } from '../../src/config/gen/config-schema.js';

/** A folder with these files ('/' at the end makes a folder), removed when `use` is done. */
export async function inProject<Result>(
  files: Readonly<Record<string, string>>,
  use: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-test-')));
  try {
    for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
      const path = join(directory, name);
      await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) await writeFile(path, text);
    }
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The files that {@link plainConfig} names. */
export const plainFiles = {
  'models/teacher.onnx': '',
  'models/small.onnx': '',
  'data/train/': '',
  'data/val/': '',
};

/** A valid configuration with nothing that may be left out. */
export const plainConfig = (): BespokeConfig => ({
  models: [
    {
      name: 'classifier',
      teacher: './models/teacher.onnx',
      data: {
        train: { kind: 'images', path: './data/train' },
        validation: { kind: 'images', path: './data/val' },
      },
    },
  ],
  targets: [{ name: 'server', runtime: 'onnxruntime-node/cpu', budget: { latency: '50%' } }],
});

/** A copy of `value` with `part` put at `path` ('models.0.name'); undefined takes the key away. */
export function changed<T>(value: T, path: string, part: unknown): T {
  const copy = structuredClone(value);
  const keys = path.split('.');
  let holder = copy as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  if (part === undefined) delete holder[keys.at(-1)!];
  else holder[keys.at(-1)!] = part;
  return copy;
}
