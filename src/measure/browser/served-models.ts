import type { Reply } from './http.js';
import { type OpenedModel, openServedModel } from './served-model.js';
import type { Job } from './work-queue.js';

const PATH = /^\/models\/([rc]\d+)(?:\/(\d{1,3}))?$/;

/** The two models of the current comparison, the only ones that are served. */
export class ServedModels {
  #opened: { readonly id: string; readonly opening: Promise<OpenedModel> }[] = [];

  /** The reference stays from one comparison to the next. */
  open({ reference, candidate }: Job): Promise<OpenedModel[]> {
    this.#opened = [reference, candidate].map(
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
