import { readGraph } from '../../onnx/read-graph.js';
import { bytesOf } from '../model-source.js';
import { randomInput } from '../random-input.js';
import type { ServedModel } from './protocol.js';
import type { QueuedModel } from './work-queue.js';

/** A model and the values that it is fed with, as a page fetches them. */
export interface OpenedModel {
  readonly served: ServedModel;
  readonly bytes: Uint8Array;
  /** Little-endian float32, one for each input. */
  readonly inputs: readonly Uint8Array[];
}

/** Reads a model, gives it addresses, and makes the sample that it is timed with. */
export async function openServedModel({ id, model }: QueuedModel): Promise<OpenedModel> {
  const bytes = await bytesOf(model);
  const samples = readGraph(bytes, { where: 'model' }).inputs.map((input, index) => ({
    name: input.name,
    sample: randomInput(input, index),
  }));
  const url = `/models/${id}`;
  return {
    served: {
      url,
      sizeBytes: bytes.length,
      inputs: samples.map(({ name, sample }, index) => ({
        name,
        dims: sample.dims,
        url: `${url}/${index}`,
      })),
    },
    bytes,
    inputs: samples.map(
      ({ sample: { data } }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ),
  };
}
