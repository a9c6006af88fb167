import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { remoteFindings } from '../../src/cli/remote-findings.js';
import { REMOTE_LIMITS } from '../../src/store/remote-store.js';
import { type Answer, withServer } from '../store/remote-server.js';

const test = suite('doctor of a remote cache');
const KEY = 'a key of the team, 32 characters or more';
const TOKEN = 'Bearer a-token-that-nobody-may-see';

/** Lines without the mark's padding: 'good remote key: BESPOKE_CACHE_KEY is set'. */
async function told(
  url: string,
  { write = true, authorization = TOKEN as string | null, signingKey = KEY, timeoutMs = 30_000 } = {},
): Promise<string[]> {
  const remote = { url, write, secrets: () => ({ authorization: authorization ?? undefined, signingKey }) };
  const findings = await remoteFindings(remote, { ...REMOTE_LIMITS, timeoutMs, retryMs: 1 });
  const lines = findings.map(({ state, subject, detail }) => `${state} ${subject}: ${detail}`);
  for (const secret of [TOKEN, 'a-token', KEY]) assert.not.match(lines.join('\n'), secret);
  return lines;
}

const hostOf = (url: string): string => new URL(url).host;

const answers =
  (status: number, methods: readonly string[], path = ''): Answer =>
  ({ method = '', url = '' }, response) => {
    if (!methods.includes(method) || !url.includes(path)) return false;
    response.writeHead(status, { connection: 'close' }).end();
    return true;
  };

test('a good one: each check is told, and nothing piles up', () =>
  withServer(async (server) => {
    const expected = [
      `good remote cache: ${hostOf(server.url)}: it answers, with 404 for what it lacks`,
      'good remote token: reading is not refused with it',
      'good remote key: BESPOKE_CACHE_KEY is set',
      'good remote writing: a signed entry was written and read back unchanged',
    ];
    assert.equal(await told(server.url), expected);
    const files = [...server.files.keys()];
    assert.is(files.length, 2);
    for (const path of files) assert.match(path, /^\/(ac|cas)\/[0-9a-f]{64}$/);
    const puts = () => server.asked.filter((line) => line.startsWith('PUT')).length;
    const before = puts();
    assert.equal(await told(`${server.url}/`), expected);
    assert.is(puts(), 2 * before, 'written again');
    assert.equal([...server.files.keys()], files, 'to the same places');
    assert.equal([...server.authorizations], [TOKEN]);
  }));

test('reading only: nothing is written, and no token is no fault', () =>
  withServer(async (server) => {
    const lines = await told(server.url, { write: false, authorization: null });
    assert.equal(lines.slice(1), [
      'absent remote token: none is set; reading needs none',
      'good remote key: BESPOKE_CACHE_KEY is set',
      'absent remote writing: off on this machine (cache.remote.write)',
    ]);
    assert.ok(server.asked.every((line) => line.startsWith('GET /ac/')));
    assert.is(server.files.size, 0);
  }));

test('nothing is said without a remote, and nothing asked without a key', async () => {
  assert.equal(await remoteFindings(undefined), []);
  const [finding, ...others] = await remoteFindings('no key');
  assert.equal(finding, {
    state: 'absent',
    subject: 'remote key',
    detail: 'BESPOKE_CACHE_KEY is not set, so cache.remote is not used',
  });
  assert.equal(others, []);
});

for (const status of [401, 403])
  for (const [authorization, says] of [
    [TOKEN, `reading: refused (${status}) with the token or password that is set`],
    [null, `reading: refused (${status}) without a token: set BESPOKE_CACHE_TOKEN`],
  ] as const)
    test(`${status} ${authorization === null ? 'without' : 'with'} a token`, () =>
      withServer(async (server) => {
        server.misbehave = answers(status, ['GET']);
        assert.equal(await told(server.url, { authorization }), [
          `good remote cache: ${hostOf(server.url)}: it answers`,
          `bad remote token: ${says}`,
        ]);
        assert.equal(server.asked.length, 1);
      }));

test('a token that may read but not write', () =>
  withServer(async (server) => {
    server.misbehave = answers(403, ['PUT']);
    const lines = await told(server.url);
    assert.is(lines[1], 'good remote token: reading is not refused with it');
    assert.is(lines[3], 'bad remote writing: refused (403) with the token or password that is set');
  }));

test('a key that is not the one of what is there', () =>
  withServer(async (server) => {
    await told(server.url);
    const before = [...server.files.values()];
    const lines = await told(server.url, { signingKey: 'another key, with 32 characters or more' });
    assert.is(
      lines[2],
      'bad remote key: what is there is signed with another key: set the same BESPOKE_CACHE_KEY, or another cache.remote.url',
    );
    assert.is(lines[3], 'absent remote writing: not tried, because of the key');
    assert.equal([...server.files.values()], before);
  }));

/** Whole servers that are none: what is said of the cache, and no more. */
for (const [name, misbehave, says] of [
  ['an error of the server', answers(500, ['GET']), 'it answers 500'],
  ['a redirection', answers(301, ['GET']), 'it answers 301'],
  [
    'a page for whatever is asked',
    ({ method }, response) => {
      response.end(method === 'GET' ? '<!doctype html>'.padEnd(100_000) : '');
      return true;
    },
    'it gives an entry that it cannot have, where it should answer 404',
  ],
] as const satisfies readonly (readonly [string, Answer, string])[])
  test(name, () =>
    withServer(async (server) => {
      server.misbehave = misbehave;
      assert.equal(await told(server.url), [`bad remote cache: ${hostOf(server.url)}: ${says}`]);
    }),
  );

test('no server, and one that never answers', async () => {
  const http = createServer(() => {});
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  assert.equal(await told(`http://${host}`, { timeoutMs: 200 }), [
    `bad remote cache: ${host}: no whole answer within 0.2 s`,
  ]);
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  assert.equal(await told(`http://${host}`), [
    `bad remote cache: ${host}: the connection failed (ECONNREFUSED)`,
  ]);
});

/** What goes wrong while writing. */
for (const [name, misbehave, says] of [
  ['without PUT', answers(405, ['PUT']), 'it answers 405'],
  ['full', answers(507, ['PUT']), 'it answers 507'],
  ['without a place for values', answers(404, ['PUT'], '/cas/'), 'there is no place for a value (404)'],
  ['that refuses JSON entries', answers(400, ['PUT'], '/ac/'), 'it answers 400'],
  [
    'that forgets entries',
    answers(204, ['PUT'], '/ac/'),
    'the entry that was written is not there afterwards',
  ],
  [
    'that changes values',
    ({ method, url }, response) => {
      if (method !== 'GET' || !url!.startsWith('/cas/')) return false;
      response.end('other');
      return true;
    },
    'the value that was written comes back changed',
  ],
  ['without HEAD', answers(404, ['HEAD']), 'HEAD does not find the value that GET gives'],
] as const satisfies readonly (readonly [string, Answer, string])[])
  test(`a server ${name}`, () =>
    withServer(async (server) => {
      server.misbehave = misbehave;
      const lines = await told(server.url);
      assert.is(lines.length, 4);
      assert.is(lines[3], `bad remote writing: ${says}`);
    }));

test.run();
