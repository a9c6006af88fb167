import { access, constants, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BespokeManifest } from '../config/gen/manifest-schema.js';
import { withoutBytes } from '../pipeline/record/last-build.js';
import { artifactFile, MANIFEST_FILE, manifestOf, manifestText } from '../pipeline/record/manifest.js';
import type { BuildResult } from '../pipeline/result.js';
import { REPORT_FILE } from '../report/report-file.js';
import { atomicFile } from '../store/atomic-file.js';
import { outputError } from './output-error.js';

export type WriteBytes = (path: string, bytes: Uint8Array | string) => Promise<void>;

/**
 * Writes the models of a build, the report and, last, the manifest into `directory`, made if missing. Each file is
 * there whole or not at all; when one fails, those that this call added are taken away.
 * @throws BespokeError OUTPUT_FULL, OUTPUT_NOT_WRITABLE, naming the directory; MANIFEST_INVALID.
 */
export async function emit(
  result: BuildResult,
  directory: string,
  writeBytes: WriteBytes = (path, bytes) => writeFile(path, bytes),
): Promise<BespokeManifest> {
  const manifest = manifestOf(result, artifactFile);
  const added: string[] = [];
  const add = async (name: string, bytes: Uint8Array | string): Promise<void> => {
    const path = join(directory, name);
    const isNew = await stat(path).then(
      () => false,
      () => true,
    );
    await atomicFile(path, (temporary) => writeBytes(temporary, bytes));
    if (isNew) added.push(path);
  };
  try {
    for (const artifact of result.models.flatMap(({ artifacts }) => artifacts)) {
      await add(artifactFile(artifact), artifact.bytes);
    }
    // Loaded when there is something to draw.
    const { reportHtml } = await import('../report/report-html.js');
    await add(REPORT_FILE, reportHtml(withoutBytes(result), result));
    await add(MANIFEST_FILE, manifestText(manifest));
  } catch (error) {
    for (const path of added) await rm(path, { force: true });
    throw outputError(error, directory);
  }
  return manifest;
}

/**
 * Makes sure, before hours of work, that files can be written to `directory`, without making it.
 * @throws BespokeError OUTPUT_NOT_WRITABLE.
 */
export async function assertOutputDirectory(directory: string): Promise<void> {
  let folder = directory;
  for (;;) {
    try {
      if ((await stat(folder)).isDirectory()) break;
      throw Object.assign(new Error(`${folder} is no folder`), { code: 'ENOTDIR' });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || folder === dirname(folder)) throw outputError(error, directory);
      folder = dirname(folder);
    }
  }
  await access(folder, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw outputError(error, directory);
  });
}
