import type { Problem } from '../errors.js';
import type { RemoteCacheConfig } from './gen/config-schema.js';
import type { RemotePlan } from './plan.js';

const LEAST_KEY = 32;

/**
 * The remote cache to use. Without BESPOKE_CACHE_KEY nothing that it says could be checked, so it is not used; that is
 * an error only where the configuration demands writing.
 */
export function remoteOf(
  config: RemoteCacheConfig | undefined,
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
  { address, whole } = { address: 'cache.remote.url', whole: 'cache.remote' },
): RemotePlan | 'no key' | undefined {
  if (config === undefined) return undefined;
  const { write = false } = config;
  const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    // Without the value, which may hold a password.
    problems.push({
      code: 'CONFIG_VALUE',
      what: 'not an address of a remote cache',
      where: address,
      accepted: "an http or https address without '?' and '#'",
    });
    return undefined;
  }
  const { BESPOKE_CACHE_KEY: signingKey = '', BESPOKE_CACHE_TOKEN, CI = '' } = env;
  if (signingKey === '' ? write === true : signingKey.length < LEAST_KEY) {
    problems.push({
      code: 'CONFIG_CACHE_KEY',
      what: signingKey === '' ? 'writing needs a key to sign with' : 'BESPOKE_CACHE_KEY is too short',
      where: whole,
      accepted: `BESPOKE_CACHE_KEY in the environment, of at least ${LEAST_KEY} characters`,
      next: "Make one with 'openssl rand -hex 32', and give it to the machines that you trust.",
    });
  }
  if (signingKey === '') return 'no key';
  const authorization = authorizationOf(url, config.token ?? BESPOKE_CACHE_TOKEN);
  url.username = '';
  url.password = '';
  return {
    url: url.href,
    write: write === 'ci' ? !['', '0', 'false'].includes(CI) : write,
    secrets: () => ({ authorization, signingKey }),
  };
}

function authorizationOf({ username, password }: URL, token: string | undefined): string | undefined {
  if (token !== undefined && token !== '') return `Bearer ${token}`;
  if (username === '' && password === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
