import { stat } from 'node:fs/promises';
import { type LoadedModule, loadModule } from '../../config/load-module.js';
import { BespokeError } from '../../errors.js';
import { readError } from './read-error.js';

/** Loads a user's data module. @throws BespokeError DATA_MISSING, DATA_MODULE. */
export async function openModule(path: string): Promise<LoadedModule> {
  await stat(path).catch((error) => {
    throw readError(error, path);
  });
  return failingAsModule(path, () => loadModule(path));
}

/** Runs the user's code; what it throws becomes DATA_MODULE. */
export async function failingAsModule<Result>(
  where: string,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BespokeError) throw error;
    throw new BespokeError({
      code: 'DATA_MODULE',
      what: 'the module failed',
      where,
      value: error instanceof Error ? error.message : error,
      cause: error,
    });
  }
}
