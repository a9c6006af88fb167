import { sha256 } from '../store/key.js';
import { isRemoteEntry } from '../store/remote-entry.js';
import { isSignature, signatureOf } from '../store/signature.js';
import type { Blob } from './detached.js';

/** What the queue holds of a job: names and hashes alone. */
export interface FarmJob {
  readonly task: string;
  /** The job, see `detach`, at the shared store. */
  readonly job: Blob;
  /** Bytes that the job will hold for its way back, where that is known. */
  readonly activations: number;
  /** Hex; of all that is above. */
  readonly signature: string;
}

/** What the queue holds of a result. */
export interface FarmAnswer {
  /** Name of the worker. */
  readonly by: string;
  /** That the work took there. */
  readonly seconds: number;
  /** What came out, see `detach`, at the shared store: `{ result }` or `{ failure }`. */
  readonly result: Blob;
  /** Hex; of the job's id and all that is above. */
  readonly signature: string;
}

/** Equal for equal work. */
export const jobId = (task: string, job: Blob): string =>
  `job-${sha256(JSON.stringify([task, job.sha256, job.size]))}`;

export function signedJob(unsigned: Omit<FarmJob, 'signature'>, secret: string): FarmJob {
  return { ...unsigned, signature: jobSignature(unsigned, secret) };
}

/** The job in `data`; undefined unless it is well formed and signed with this secret. */
export function verifiedJob(data: unknown, secret: string): FarmJob | undefined {
  const { task, job, activations, signature } = (data ?? {}) as Partial<FarmJob>;
  if (typeof task !== 'string' || typeof activations !== 'number' || !isBlob(job)) return undefined;
  const unsigned = { task, job: { sha256: job.sha256, size: job.size }, activations };
  const expected = jobSignature(unsigned, secret);
  return isSignature(signature, expected) ? { ...unsigned, signature: expected } : undefined;
}

export function signedAnswer(
  id: string,
  unsigned: Omit<FarmAnswer, 'signature'>,
  secret: string,
): FarmAnswer {
  return { ...unsigned, signature: answerSignature(id, unsigned, secret) };
}

/** The answer to a job in `data`; undefined unless it is well formed, of this job and signed with this secret. */
export function verifiedAnswer(data: unknown, id: string, secret: string): FarmAnswer | undefined {
  const { by, seconds, result, signature } = (data ?? {}) as Partial<FarmAnswer>;
  if (typeof by !== 'string' || typeof seconds !== 'number' || !isBlob(result)) return undefined;
  const unsigned = { by, seconds, result: { sha256: result.sha256, size: result.size } };
  const expected = answerSignature(id, unsigned, secret);
  return isSignature(signature, expected) ? { ...unsigned, signature: expected } : undefined;
}

const isBlob = (blob: Blob | undefined): blob is Blob => isRemoteEntry(blob ?? {});

const jobSignature = ({ task, job, activations }: Omit<FarmJob, 'signature'>, secret: string): string =>
  signatureOf(['bespoke-farm job', 1, task, job.sha256, job.size, activations], secret);

const answerSignature = (
  id: string,
  { by, seconds, result }: Omit<FarmAnswer, 'signature'>,
  secret: string,
): string => signatureOf(['bespoke-farm answer', 1, id, by, seconds, result.sha256, result.size], secret);
