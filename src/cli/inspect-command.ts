import { resolve } from 'node:path';
import { readModelFile } from '../runtime/model-file.js';
import type { Console } from './console.js';
import { exitStatus } from './exit-status.js';
import { inspectModel } from './inspect-model.js';
import { inspectionText } from './inspection-text.js';

export interface InspectOptions {
  readonly cwd: string;
  /** Path of the model, from `cwd`. */
  readonly model: string;
  /** [height, width] in pixels. */
  readonly size: readonly [number, number] | undefined;
  /** Of sequences. */
  readonly length: number | undefined;
  readonly json: boolean;
}

/** `bespoke inspect`: shows what can be replaced in a model, what it costs, and what stands in the way. */
export async function inspectCommand(options: InspectOptions, console: Console): Promise<number> {
  const file = await readModelFile(resolve(options.cwd, options.model));
  const inspection = await inspectModel(file, options);
  console.out(options.json ? `${JSON.stringify(inspection, undefined, 2)}\n` : inspectionText(inspection));
  return exitStatus.done;
}
