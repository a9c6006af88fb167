import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BespokeError } from '../errors.js';
import { loadOnnxruntime } from './onnxruntime.js';

/**
 * ONNX Runtime's basic graph optimisations: constants folded, batch norm folded into convolutions, no-ops removed.
 * @returns the optimised model's bytes
 * @throws BespokeError MODEL_REFUSED when ONNX Runtime cannot open the model
 */
export async function foldConstants(model: Uint8Array, where: string): Promise<Uint8Array> {
  const ort = await loadOnnxruntime();
  const path = join(tmpdir(), `bespoke-fold-${randomUUID()}.onnx`);
  try {
    const session = await ort.InferenceSession.create(model, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'basic',
      optimizedModelFilePath: path,
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
    await session.release();
    return readFileSync(path);
  } catch (cause) {
    throw refused(cause as Error, where);
  } finally {
    rmSync(path, { force: true });
  }
}

function refused(cause: Error, where: string): BespokeError {
  return new BespokeError({
    code: 'MODEL_REFUSED',
    what: `ONNX Runtime cannot open the model: ${cause.message}`,
    where,
    next: 'Check the model with onnx.checker, or export it again.',
    cause,
  });
}
