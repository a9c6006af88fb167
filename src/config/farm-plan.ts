import type { Problem } from '../errors.js';
import type { BespokeConfig } from './gen/config-schema.js';
import type { BuildPlan, FarmPlan } from './plan.js';

/** Why a farm that is configured is not used. */
export const WHY_ALONE = {
  'no key': 'BESPOKE_CACHE_KEY is not set',
  'no writing': 'this machine does not write to cache.remote',
} as const;

const ACCEPTED = "'redis://host:6379', 'rediss://host:6379' or 'unix:///path/of/the.sock'";

/**
 * The farm to use. Its machines give and take results by the remote cache: without its key, or where this machine does
 * not write to it (`write: 'ci'` elsewhere than in CI), the build goes on alone.
 */
export function farmOf(
  { farm, cache }: BespokeConfig,
  remote: BuildPlan['remote'],
  problems: Problem[],
): BuildPlan['farm'] {
  if (farm === undefined) return undefined;
  const plan = queueOf(farm.queue, 'farm.queue', problems);
  const write = cache?.remote?.write ?? false;
  if (cache?.remote === undefined || write === false)
    problems.push({
      code: 'CONFIG_FARM',
      what: 'a farm gives its jobs out by the remote cache, which this configuration does not write to',
      where: 'farm',
      accepted: "cache: { remote: { url, write: true } }, or write: 'ci'",
    });
  if (remote === undefined || plan === undefined) return undefined;
  if (remote === 'no key') return 'no key';
  return remote.write ? plan : 'no writing';
}

/** @param where of the address, for messages */
export function queueOf(address: string, where: string, problems: Problem[]): FarmPlan | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isUnix = url?.protocol === 'unix:' && url.pathname.length > 1;
  const isServer =
    (url?.protocol === 'redis:' || url?.protocol === 'rediss:') &&
    url.hostname !== '' &&
    /^\/?\d*$/.test(url.pathname);
  if (url === undefined || !(isUnix || isServer) || url.search !== '' || url.hash !== '') {
    // Without the value, which may hold a password.
    problems.push({ code: 'CONFIG_VALUE', what: 'not an address of a queue', where, accepted: ACCEPTED });
    return undefined;
  }
  return { shown: isUnix ? `unix://${url.pathname}` : url.host, url: () => address };
}
