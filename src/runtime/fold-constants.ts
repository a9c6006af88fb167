import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel, encodeModel } from '../onnx/codec.js';
import type { ModelProto } from '../onnx/gen/onnx_pb.js';
import { type MappedWeights, temporaryFolderError } from './mapped-weights.js';
import { loadOnnxruntime, mappedFrom } from './onnxruntime.js';
import { refusedModel } from './refused-model.js';

/** What ONNX Runtime says when there was no room for a file. */
const NO_SPACE = /No space left on device|Protobuf serialization failed/;

/**
 * ONNX Runtime's basic graph optimisations: constants folded, batch norm folded into convolutions, no-ops removed.
 * @param model its large weights are put out of it, in place
 * @returns the optimised model; large weights that it shares with `model` are still out of it
 * @throws BespokeError MODEL_OPERATOR, MODEL_OPSET, MODEL_REFUSED when ONNX Runtime cannot open the model,
 *   TEMPORARY_FOLDER
 */
export async function foldConstants(
  model: ModelProto,
  weights: MappedWeights,
  where: string,
): Promise<ModelProto> {
  const path = join(weights.folder, 'folded.onnx');
  weights.putOut(model);
  const ort = await loadOnnxruntime();
  try {
    const session = await ort.InferenceSession.create(encodeModel(model), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'basic',
      optimizedModelFilePath: path,
      enableCpuMemArena: false,
      enableMemPattern: false,
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      extra: { session: mappedFrom(weights.folder) },
    });
    await session.release();
  } catch (cause) {
    if (NO_SPACE.test((cause as Error).message)) throw temporaryFolderError(cause as Error, true);
    throw refusedModel(model, cause as Error, where);
  }
  const folded = decodeModel(readFileSync(path), where);
  rmSync(path);
  return folded;
}
