import type { BuildContext } from '../src/build/result.js';
import { openSession, type Session } from '../src/build/session.js';
import type { BuildPlan } from '../src/config/plan.js';
import { openStore } from '../src/store/open-store.js';

/** A build's session outside of a build; warnings go to standard error. */
export function benchSession(
  plan: BuildPlan,
  { signal = new AbortController().signal, onProgress = () => {} }: Partial<BuildContext> = {},
): Session {
  const context = {
    signal,
    onProgress,
    onWarning: (message: string) => console.error(message),
    clock: () => performance.now(),
  };
  return openSession(plan, context, openStore(plan.cacheDirectory));
}
