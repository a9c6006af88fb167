import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Problem } from '../errors.js';
import type { BespokeConfig, ModelConfig, ModelFile } from './gen/config-schema.js';
import { pathOf } from './model-file-config.js';

/**
 * The configuration with every folder in a pool replaced by the .onnx files in it, sorted by name, each under the
 * licence of the folder. Files that the pool names besides, and the teacher, are left out.
 */
export async function withPoolFolders(
  config: BespokeConfig,
  base: string,
): Promise<{ readonly config: BespokeConfig; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const models = await Promise.all(
    config.models.map(async (model, index): Promise<ModelConfig> => {
      if (model.pool === undefined) return model;
      const named = new Set([model.teacher, ...model.pool].map((file) => resolve(base, pathOf(file))));
      const pool = await Promise.all(
        model.pool.map(async (member, at): Promise<ModelFile[]> => {
          const files = await filesIn(resolve(base, pathOf(member)));
          if (files === undefined) return [member];
          if (files.length === 0)
            problems.push({
              code: 'CONFIG_VALUE',
              what: 'no .onnx file in this folder',
              where: `models[${index}].pool[${at}]`,
              value: pathOf(member),
              accepted: 'the path of an ONNX file, or of a folder of them',
            });
          return files
            .map((name) => join(pathOf(member), name))
            .filter((path) => !named.has(resolve(base, path)))
            .map((path) => (typeof member === 'string' ? path : { ...member, path }));
        }),
      );
      return { ...model, pool: pool.flat() };
    }),
  );
  return { config: { ...config, models }, problems };
}

/** Names of the .onnx files in a folder; undefined where the path is none. */
async function filesIn(path: string): Promise<readonly string[] | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return undefined;
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.onnx') && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
