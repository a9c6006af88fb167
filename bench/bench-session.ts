import type { BuildPlan } from '../src/config/plan.js';
import type { BuildContext } from '../src/pipeline/result.js';
import { type BuildSession, openSession } from '../src/pipeline/session.js';
import { openStore } from '../src/store/open-store.js';

/** A build's session outside of a build; warnings go to standard error. */
export function benchSession(
  plan: BuildPlan,
  { signal = new AbortController().signal, onProgress = () => {} }: Partial<BuildContext> = {},
): BuildSession {
  const context = {
    signal,
    onProgress,
    onWarning: (message: string) => console.error(message),
    clock: () => performance.now(),
  };
  return openSession(plan, context, openStore(plan.cacheDirectory));
}
