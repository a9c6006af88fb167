import { statSync } from 'node:fs';
import { fromFailure, type WorkerFailure } from '../runtime/worker-error.js';
import { BlobFault, BlobStore, type BlobStoreOptions } from './blob-store.js';
import { type FileRef, fetchValue } from './detached.js';
import { type FarmAnswer, type FarmJob, jobId, signedJob, verifiedAnswer } from './farm-job.js';

export interface JobExchangeOptions extends BlobStoreOptions {
  /** Whether a text in a job is the path of a file that the worker needs. */
  readonly isFile: (text: string) => boolean;
}

/** What came of a job, and who did it. */
export interface Outcome {
  readonly answer: FarmAnswer;
  /** Throws the error that the job has wherever it runs. */
  readonly result: () => unknown;
}

/** What a build gives out, and what it gets back: signed, and large things by the shared store. */
export class JobExchange {
  readonly #options: JobExchangeOptions;
  readonly #blobs: BlobStore;

  constructor(options: JobExchangeOptions) {
    this.#options = options;
    this.#blobs = new BlobStore(options);
  }

  /** Puts what a job needs into the shared store. @throws BlobFault; the signal's reason when aborted. */
  async pack(
    task: string,
    job: unknown,
    activations: number,
  ): Promise<{ readonly id: string; readonly job: FarmJob }> {
    const blob = await this.#blobs.putValue(job, (text) => this.#fileOf(text));
    const signed = signedJob({ task, job: blob, activations }, this.#signingKey());
    return { id: jobId(task, blob), job: signed };
  }

  /** @throws BlobFault for an answer without our signature, and where its parts are not there; the signal's reason. */
  async unpack(id: string, given: unknown): Promise<Outcome> {
    const answer = verifiedAnswer(given, id, this.#signingKey());
    if (answer === undefined) throw new BlobFault('an answer is not signed with BESPOKE_CACHE_KEY');
    const value = await fetchValue(answer.result, { blob: (part) => this.#blobs.get(part) });
    const { result, failure } = value as { readonly result?: unknown; readonly failure?: WorkerFailure };
    return {
      answer,
      result() {
        if (failure !== undefined) throw fromFailure(failure);
        return result;
      },
    };
  }

  /** Bytes that went to the shared store for jobs, and came from it with results. */
  get traffic(): { readonly sentBytes: number; readonly fetchedBytes: number } {
    const { sentBytes, fetchedBytes } = this.#blobs;
    return { sentBytes, fetchedBytes };
  }

  #signingKey(): string {
    return this.#options.remote.secrets().signingKey;
  }

  async #fileOf(text: string): Promise<FileRef | undefined> {
    if (!this.#options.isFile(text)) return undefined;
    const { size, mtimeMs, ino } = statSync(text);
    return this.#blobs.putFile(text, `${size} ${mtimeMs} ${ino}`);
  }
}
