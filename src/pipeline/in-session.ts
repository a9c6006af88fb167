import { join } from 'node:path';
import type { BuildPlan } from '../config/plan.js';
import { removeLeftovers } from '../store/leftovers.js';
import { withLock } from '../store/lock.js';
import { openStore } from '../store/open-store.js';
import { type SharedStore, withRemote } from '../store/shared-store.js';
import type { BuildContext } from './result.js';
import { type BuildSession, type OpenSource, openSession } from './session.js';

/** Works in a session that has the cache to itself, and ends its processes. `settled` waits for uploads. */
export function inSession<T>(
  plan: BuildPlan,
  context: BuildContext,
  use: (session: BuildSession, settled: SharedStore['settled']) => Promise<T>,
  openSource?: OpenSource,
): Promise<T> {
  const { cacheDirectory } = plan;
  const store = openStore(cacheDirectory);
  return withLock(
    cacheDirectory,
    async () => {
      await removeLeftovers(cacheDirectory);
      const { remote } = plan;
      if (remote === 'no key')
        context.onWarning(
          'cache.remote is not used: BESPOKE_CACHE_KEY is not set, so its entries cannot be checked',
        );
      const shared = withRemote(store, remote === 'no key' ? undefined : remote, context);
      const session = openSession(plan, context, shared, openSource);
      try {
        return await use(session, shared.settled);
      } finally {
        await session.close();
        await shared.settled();
      }
    },
    {
      signal: context.signal,
      onWait: () =>
        context.onWarning(
          `waiting for another build that uses ${cacheDirectory} (it holds ${join(cacheDirectory, 'lock')})`,
        ),
    },
  );
}
