import { BespokeError } from '../errors.js';
import type { EngineName } from './engine.js';

/** An engine that this machine cannot run, as opposed to a model that an engine refuses. */
export const engineUnavailable = (
  engine: EngineName,
  what: string,
  next: string,
  cause?: unknown,
): BespokeError =>
  new BespokeError({ code: 'ENGINE_UNAVAILABLE', what, where: `engine ${engine}`, next, cause });
