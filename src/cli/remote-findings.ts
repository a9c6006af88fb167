import type { BuildPlan } from '../config/plan.js';
import { sha256 } from '../store/key.js';
import { remoteName, signedEntry, verifiedEntry } from '../store/remote-entry.js';
import { RemoteFault, type RemoteRequest } from '../store/remote-http.js';
import { REMOTE_LIMITS, type RemoteOptions } from '../store/remote-store.js';
import { askerOf } from '../store/remote-values.js';
import type { Finding } from './finding.js';

/** Always the same, so that what is written here stays one entry and one value. */
const KEY = 'bespoke doctor';
const VALUE = Buffer.from('Written by bespoke doctor.\n');
/** Never written. */
const MISSING = 'bespoke doctor, missing';
/** Bytes of an answer: room for the page that a web server may give in the place of an entry. */
const MOST = 2 ** 20;

type Ask = (
  method: RemoteRequest['method'],
  path: string,
  body?: Uint8Array,
) => Promise<Uint8Array | undefined>;

/** Whether the remote cache does what builds ask of it, in a few requests; nothing where none is configured. */
export async function remoteFindings(
  remote: BuildPlan['remote'],
  { timeoutMs, retryMs } = REMOTE_LIMITS,
): Promise<Finding[]> {
  if (remote === undefined) return [];
  if (remote === 'no key') {
    const detail = 'BESPOKE_CACHE_KEY is not set, so cache.remote is not used';
    return [{ state: 'absent', subject: 'remote key', detail }];
  }
  const { authorization, signingKey } = remote.secrets();
  const asker = askerOf(remote, new AbortController().signal, { timeoutMs, retryMs });
  const ask: Ask = (method, path, body) => asker(path, { method, body, most: MOST });

  const { host } = new URL(remote.url);
  const cache = (state: Finding['state'], detail: string): Finding => ({
    state,
    subject: 'remote cache',
    detail: `${host}: ${detail}`,
  });
  let left: Uint8Array | undefined;
  try {
    if ((await ask('GET', `ac/${remoteName(MISSING)}`)) !== undefined)
      return [cache('bad', 'it gives an entry that it cannot have, where it should answer 404')];
    left = await ask('GET', `ac/${remoteName(KEY)}`);
  } catch (error) {
    const refused = refusal(error, authorization);
    if (refused === undefined) return [cache('bad', messageOf(error))];
    const detail = `reading: ${refused}`;
    return [cache('good', 'it answers'), { state: 'bad', subject: 'remote token', detail }];
  }
  const isOurs =
    left === undefined || verifiedEntry(Buffer.from(left).toString(), KEY, signingKey) !== undefined;
  return [
    cache('good', 'it answers, with 404 for what it lacks'),
    authorization === undefined
      ? { state: 'absent', subject: 'remote token', detail: 'none is set; reading needs none' }
      : { state: 'good', subject: 'remote token', detail: 'reading is not refused with it' },
    keyFinding(isOurs),
    await writeFinding(remote, isOurs, ask),
  ];
}

/** Builds refuse entries of another key, and then no longer ask the remote. */
function keyFinding(isOurs: boolean): Finding {
  const subject = 'remote key';
  if (isOurs) return { state: 'good', subject, detail: 'BESPOKE_CACHE_KEY is set' };
  const detail =
    'what is there is signed with another key: set the same BESPOKE_CACHE_KEY, or another cache.remote.url';
  return { state: 'bad', subject, detail };
}

async function writeFinding({ write, secrets }: RemoteOptions, isOurs: boolean, ask: Ask): Promise<Finding> {
  const subject = 'remote writing';
  if (!write) return { state: 'absent', subject, detail: 'off on this machine (cache.remote.write)' };
  if (!isOurs) return { state: 'absent', subject, detail: 'not tried, because of the key' };
  const { authorization, signingKey } = secrets();
  try {
    const problem = await writeProblem(signingKey, ask);
    if (problem !== undefined) return { state: 'bad', subject, detail: problem };
    return { state: 'good', subject, detail: 'a signed entry was written and read back unchanged' };
  } catch (error) {
    return { state: 'bad', subject, detail: refusal(error, authorization) ?? messageOf(error) };
  }
}

async function writeProblem(signingKey: string, ask: Ask): Promise<string | undefined> {
  const [value, entry] = [`cas/${sha256(VALUE)}`, `ac/${remoteName(KEY)}`];
  const text = Buffer.from(signedEntry(KEY, { sha256: sha256(VALUE), size: VALUE.length }, signingKey));
  for (const [path, bytes, what] of [
    [value, VALUE, 'value'],
    [entry, text, 'entry'],
  ] as const) {
    if ((await ask('PUT', path, bytes)) === undefined) return `there is no place for a ${what} (404)`;
    const back = await ask('GET', path);
    if (back === undefined) return `the ${what} that was written is not there afterwards`;
    if (!bytes.equals(back)) return `the ${what} that was written comes back changed`;
  }
  return (await ask('HEAD', value)) === undefined ? 'HEAD does not find the value that GET gives' : undefined;
}

/** What a 401 or 403 means here. */
function refusal(error: unknown, authorization: string | undefined): string | undefined {
  if (!(error instanceof RemoteFault) || (error.status !== 401 && error.status !== 403)) return undefined;
  return authorization === undefined
    ? `refused (${error.status}) without a token: set BESPOKE_CACHE_TOKEN`
    : `refused (${error.status}) with the token or password that is set`;
}

function messageOf(error: unknown): string {
  if (error instanceof RemoteFault) return error.message;
  throw error;
}
