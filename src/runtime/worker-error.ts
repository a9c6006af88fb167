import { BespokeError, type Problem } from '../errors.js';

/** An error on its way from a worker process, as plain data. */
export interface WorkerFailure {
  readonly problem?: Problem;
  readonly message: string;
  readonly stack: string;
}

export function toFailure(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  if (!(error instanceof BespokeError)) return { message, stack };
  const { value, cause, ...rest } = error.problem;
  const problem = { ...rest, value: plain(value), cause: cause === undefined ? undefined : String(cause) };
  return { problem, message, stack };
}

/** The error as it was thrown in the worker; an error that is not ours is a bug and keeps the worker's stack. */
export function fromFailure(failure: WorkerFailure): Error {
  if (failure.problem) return new BespokeError(failure.problem);
  const error = new Error(failure.message);
  error.stack = failure.stack;
  return error;
}

function plain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
