import type { TimedModel } from '../../compare-latency.js';
import type { OutputValues } from '../../output-values.js';
import type { ServedModel } from '../protocol.js';
import type { ModelOpener } from './timed-model.js';

/** The reference of a group stays open while its candidates come and go. */
export class OpenModels {
  readonly #opener: ModelOpener;
  #reference: { readonly url: string; readonly model: TimedModel } | undefined;

  constructor(opener: ModelOpener) {
    this.#opener = opener;
  }

  async reference(served: ServedModel): Promise<TimedModel> {
    if (this.#reference?.url === served.url) return this.#reference.model;
    await this.closeAll();
    const model = await this.#opener.open(served);
    this.#reference = { url: served.url, model };
    return model;
  }

  candidate(served: ServedModel): Promise<TimedModel> {
    return this.#opener.open(served);
  }

  values(served: ServedModel, most: number): Promise<OutputValues> {
    return this.#opener.values(served, most);
  }

  async closeAll(): Promise<void> {
    const open = this.#reference;
    this.#reference = undefined;
    await open?.model.close();
  }
}
