import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keyOf, sha256 as sha256Of } from '../../src/store/key.js';
import { openStore } from '../../src/store/open-store.js';
import { remoteName, signedEntry } from '../../src/store/remote-entry.js';
import { REMOTE_LIMITS, remoteStore } from '../../src/store/remote-store.js';
import { sharedStore } from '../../src/store/shared-store.js';
import { type Answer, type RemoteServer, withServer } from './remote-server.js';
import { inDirectory } from './temporary-directory.js';

const test = suite('remote store');
const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index * 31);
const KEY = 'a key of the team, 32 characters or more';
const TOKEN = 'a-token-that-nobody-may-see';
const keys = ['a', 'b', 'c', 'd', 'e'].map((name) => keyOf(name, 1, {}));

function remoteOf(
  { url }: RemoteServer,
  { signingKey = KEY, timeoutMs = 30_000, impatient = false, signal = new AbortController().signal } = {},
) {
  const warnings: string[] = [];
  const secrets = () => ({ authorization: `Bearer ${TOKEN}`, signingKey });
  const limits = {
    ...REMOTE_LIMITS,
    timeoutMs,
    retryMs: 1,
    ...(impatient && { promptMs: 0, patienceMs: 0 }),
  };
  const remote = remoteStore({ url, write: true, secrets }, (text) => warnings.push(text), signal, limits);
  return { remote, warnings };
}

test('a second machine finds what the first one made, and keeps it', () =>
  withServer((server) =>
    inDirectory(async (directory) => {
      const { remote, warnings } = remoteOf(server);
      const first = sharedStore(openStore(join(directory, 'first')), remote, true);
      for (const key of [keys[0]!, `${keys[0]}-nmse`]) await first.put(key, bytes);
      await first.put(keys[1]!, bytes, { passing: true });
      const given = await first.settled();
      assert.equal(given?.taken, { results: 0, bytes: 0 });
      assert.is(given?.given.results, 2);
      // Both may be on their way before the remote has the value.
      assert.ok([10_000, 20_000].includes(given!.given.bytes), String(given!.given.bytes));
      assert.is(server.files.size, 3, 'two entries, one value');
      for (const path of server.files.keys()) assert.match(path, /^\/(ac|cas)\/[0-9a-f]{64}$/);

      const local = openStore(join(directory, 'second'));
      const second = sharedStore(local, remote, false);
      assert.is(await second.has(keys[0]!), true);
      assert.equal(Buffer.from((await second.get(`${keys[0]}-nmse`))!), Buffer.from(bytes));
      assert.is(await second.get(keys[1]!), undefined, 'passing results are not shared');
      assert.equal(Buffer.from((await local.get(keys[0]!))!), Buffer.from(bytes));
      await second.put(keys[2]!, bytes);
      assert.equal(await second.settled(), {
        taken: { results: 2, bytes: 20_000 },
        given: { results: 0, bytes: 0 },
      });
      assert.is(server.files.size, 3, 'reads only');
      assert.equal(warnings, []);
      assert.equal([...server.authorizations], [`Bearer ${TOKEN}`]);
    }),
  ));

/** Answers like this to requests for values. */
const values =
  (answer: (...parts: Parameters<Answer>) => void): Answer =>
  (request, response) => {
    if (!request.url!.startsWith('/cas/')) return false;
    answer(request, response);
    return true;
  };

const entry = (signingKey: string, key?: string) => (server: RemoteServer) => {
  const sha256 = sha256Of(bytes);
  for (const each of keys)
    server.files.set(
      `/ac/${remoteName(each)}`,
      Buffer.from(signedEntry(key ?? each, { sha256, size: bytes.length }, signingKey)),
    );
};

const hostile: readonly (readonly [string, (server: RemoteServer) => void, RegExp, number?])[] = [
  [
    'wrong bytes',
    (server) => {
      server.misbehave = values((_, response) => response.end(Buffer.alloc(bytes.length, 7)));
    },
    /another hash/,
  ],
  [
    'a value that ends early',
    (server) => {
      server.misbehave = values((_, response) => response.end(bytes.subarray(0, 100)));
    },
    /another size/,
  ],
  [
    'a connection that ends early',
    (server) => {
      server.misbehave = values((_, response) => {
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 100), () => response.destroy());
      });
    },
    /connection failed/,
  ],
  [
    'errors of the server',
    (server) => {
      server.misbehave = (_, response) => {
        response.writeHead(500).end(TOKEN);
        return true;
      };
    },
    /answers 500/,
  ],
  [
    'a refusal',
    (server) => {
      server.misbehave = (_, response) => {
        response.writeHead(403).end();
        return true;
      };
    },
    /answers 403/,
  ],
  [
    'a redirection',
    (server) => {
      server.misbehave = values((_, response) => response.writeHead(302, { location: '/other' }).end());
    },
    /answers 302/,
  ],
  [
    'an endless body',
    (server) => {
      server.misbehave = values((_, response) => {
        const more = (): void => {
          if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
        };
        more();
      });
    },
    /longer than/,
  ],
  [
    'a body that never comes',
    (server) => {
      server.misbehave = values((_, response) => response.write('a'));
    },
    /no whole answer/,
    300,
  ],
  ['an entry that somebody else signed', entry('the key of somebody else, also long enough'), /not signed/],
  ['the signed entry of another result', entry(KEY, keyOf('another', 1, {})), /not signed/],
  [
    'an entry that is no JSON',
    (server) => {
      for (const key of keys) server.files.set(`/ac/${remoteName(key)}`, Buffer.from('{'));
    },
    /not signed/,
  ],
];

for (const [name, prepare, says, timeoutMs] of hostile)
  test(`refuses ${name}, says so once and stops asking`, () =>
    withServer((server) =>
      inDirectory(async (directory) => {
        const good = remoteOf(server);
        for (const key of keys) await good.remote.put(key, bytes);
        assert.equal(good.warnings, []);
        prepare(server);
        const { remote, warnings } = remoteOf(server, { timeoutMs });
        const store = sharedStore(openStore(directory), remote, true);
        for (const key of keys.slice(0, 3)) assert.is(await store.get(key), undefined);
        const before = server.asked.length;
        for (const key of keys.slice(3)) assert.is(await store.get(key), undefined);
        assert.is(server.asked.length, before, 'no longer asked');
        assert.is(warnings.length, 1);
        assert.match(warnings[0]!, says);
        for (const secret of [TOKEN, KEY]) assert.not.match(warnings[0]!, secret);
        await store.put(keys[0]!, bytes);
        assert.equal(Buffer.from((await store.get(keys[0]!))!), Buffer.from(bytes));
        await store.settled();
      }),
    ));

test('tries again after an error that passes', () =>
  withServer(async (server) => {
    const { remote, warnings } = remoteOf(server);
    await remote.put(keys[0]!, bytes);
    let errors = 2;
    server.misbehave = (_, response) => {
      if (errors-- <= 0) return false;
      response.writeHead(503).end();
      return true;
    };
    assert.equal(Buffer.from((await remote.get(keys[0]!))!), Buffer.from(bytes));
    assert.equal(warnings, []);
  }));

test('a remote that is slow to say no is asked no more', () =>
  withServer(async (server) => {
    const { remote, warnings } = remoteOf(server, { impatient: true });
    for (const key of keys) assert.is(await remote.get(key), undefined);
    assert.is(server.asked.length, REMOTE_LIMITS.failures);
    assert.is(warnings.length, 1);
    assert.match(warnings[0]!, /takes long/);
  }));

test('says how many bytes it sent', () =>
  withServer(async (server) => {
    const { remote } = remoteOf(server);
    assert.is(await remote.put(keys[0]!, bytes), 10_000);
    assert.is(await remote.put(keys[1]!, bytes), 0, 'the value is there');
    assert.is(server.files.size, 3);
  }));

test('a remote that takes only small values says so', () =>
  withServer(async (server) => {
    server.misbehave = ({ method }, response) => {
      if (method !== 'PUT') return false;
      response.writeHead(413, { connection: 'close' }).end();
      return true;
    };
    const { remote, warnings } = remoteOf(server);
    assert.is(await remote.put(keys[0]!, bytes), undefined);
    assert.match(warnings[0]!, 'it answers 413 (a value is larger than it takes)');
  }));

test('a full remote takes nothing and is told of once', () =>
  withServer(async (server) => {
    server.misbehave = ({ method }, response) => {
      if (method !== 'PUT') return false;
      response.writeHead(507, { connection: 'close' }).end();
      return true;
    };
    const { remote, warnings } = remoteOf(server);
    for (const key of keys) assert.is(await remote.put(key, bytes), undefined);
    assert.is(server.files.size, 0);
    assert.is(warnings.length, 1);
  }));

test('an aborted build does not wait for a remote', () =>
  withServer((server) =>
    inDirectory(async (directory) => {
      const stop = new AbortController();
      server.misbehave = () => {
        stop.abort(new Error('stopped'));
        return true;
      };
      const { remote } = remoteOf(server, { signal: stop.signal });
      const store = sharedStore(openStore(directory), remote, true);
      await store.put(keys[0]!, bytes);
      await store.settled();
      const reason = await remote.get(keys[1]!).catch((error: Error) => error.message);
      assert.is(reason, 'stopped');
    }),
  ));

test.run();
