import * as assert from 'uvu/assert';
import { BespokeError, type Problem } from '../../src/errors.js';

/** The problem that `work` is refused with; fails when it is not refused, or by another kind of error. */
export async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => assert.unreachable('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BespokeError)) throw error;
  return error.problem;
}
