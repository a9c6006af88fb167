import type { PrepareOptions } from '../../onnx/normal/prepare-model.js';
import { readModelFile } from '../../runtime/model-file.js';
import { type NormalForm, normalForm } from '../../runtime/normal-form.js';
import type { WorkerTask } from '../../runtime/workers.js';

export const normaliseTask: WorkerTask = { file: new URL(import.meta.url), name: 'normalise' };

export interface NormaliseJob {
  readonly path: string;
  /** The file's name, for messages. */
  readonly where: string;
  readonly inputSize?: readonly [number, number] | undefined;
  readonly length?: PrepareOptions['length'];
  readonly fixed?: PrepareOptions['fixed'];
}

/** Worker task: one model file in normal form. */
export async function normalise({ path, ...options }: NormaliseJob): Promise<NormalForm> {
  const { bytes, readExternal } = await readModelFile(path);
  return normalForm(bytes, { ...options, readExternal });
}
