import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../onnx/codec.js';
import type { ModelProto } from '../onnx/gen/onnx_pb.js';
import { loadOnnxruntime } from './onnxruntime.js';
import { refusedModel } from './refused-model.js';

/**
 * ONNX Runtime's basic graph optimisations: constants folded, batch norm folded into convolutions, no-ops removed.
 * @returns the optimised model's bytes
 * @throws BespokeError MODEL_OPERATOR, MODEL_OPSET, MODEL_REFUSED when ONNX Runtime cannot open the model
 */
export async function foldConstants(model: ModelProto, where: string): Promise<Uint8Array> {
  const ort = await loadOnnxruntime();
  const path = join(tmpdir(), `bespoke-fold-${randomUUID()}.onnx`);
  try {
    const session = await ort.InferenceSession.create(encodeModel(model), {
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
    throw refusedModel(model, cause as Error, where);
  } finally {
    rmSync(path, { force: true });
  }
}
