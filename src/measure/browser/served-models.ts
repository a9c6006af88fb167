import { bytesOf } from '../model-source.js';
import { inputsOf, randomInput } from '../random-input.js';
import type { Reply } from './http.js';
import type { ServedInput, ServedModel } from './protocol.js';
import type { Job, QueuedModel } from './work-queue.js';

const PATH = /^\/models\/([rc]\d+)(?:\/(\d{1,3}))?$/;

/** A model and the values that it is fed with, as a page fetches them. */
interface OpenedModel {
  readonly served: ServedModel;
  readonly bytes: Uint8Array;
  /** Little-endian, one for each input. */
  readonly inputs: readonly Uint8Array[];
}

/** The models of the current task, the only ones that are served. */
export class ServedModels {
  #opened: { readonly id: string; readonly opening: Promise<OpenedModel> }[] = [];

  /** The reference stays from one comparison to the next. */
  open(job: Job): Promise<OpenedModel[]> {
    const models = 'model' in job ? [job.model] : [job.reference, job.candidate];
    this.#opened = models.map(
      (model) =>
        this.#opened.find(({ id }) => id === model.id) ?? { id: model.id, opening: openServedModel(model) },
    );
    return Promise.all(this.#opened.map(({ opening }) => opening));
  }

  /** The file of a model, or the values of one of its inputs. */
  async reply(pathname: string): Promise<Reply | undefined> {
    const [, id, input] = PATH.exec(pathname) ?? [];
    const model = await this.#opened.find((each) => each.id === id)?.opening;
    const body = input === undefined ? model?.bytes : model?.inputs[Number(input)];
    return body && { status: 200, type: 'application/octet-stream', body };
  }
}

/** Reads a model, gives it addresses, and makes the sample that it is timed with where none is given. */
async function openServedModel({ id, model, inputs }: QueuedModel): Promise<OpenedModel> {
  const bytes = await bytesOf(model);
  const samples = inputsOf(bytes).map((input, index) => ({
    name: input.name,
    sample: inputs?.[index] ?? randomInput(input, index),
  }));
  const url = `/models/${id}`;
  return {
    served: {
      url,
      sizeBytes: bytes.length,
      inputs: samples.map(({ name, sample }, index) => ({
        name,
        dtype: sample.dtype as ServedInput['dtype'],
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
