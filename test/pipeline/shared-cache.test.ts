import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { artifactFile, manifestOf, manifestText } from '../../src/pipeline/record/manifest.js';
import { type Answer, withServer } from '../store/remote-server.js';
import { artifactHashes, type Built, inTinyProject, poolAlone } from './tiny-project.js';

const small = {
  effort: {
    subNetworks: 1,
    wholeCuts: 0.1,
    prune: 2,
    steps: 2,
    samples: 64,
    qualitySamples: 32,
    retrainEpochs: 1,
  },
  alternatives: { ...poolAlone, prune: true },
  strategy: 'paper',
};

/** What the first build of the first test gives, which is alone. */
let alone: readonly string[] | undefined;

const manifest = ({ result }: Built): string => manifestText(manifestOf(result, artifactFile));

/** Zeros in the place of whatever was asked for. */
const lie: Answer = ({ method }, response) => {
  if (method !== 'GET') return false;
  response.writeHead(200).end(Buffer.alloc(4000));
  return true;
};

test('a second checkout trains nothing, and a lying remote changes nothing', () =>
  withServer((server) =>
    inTinyProject(async (project) => {
      process.env.BESPOKE_CACHE_KEY = 'k'.repeat(32);
      try {
        const remote = { url: server.url, write: true };
        const first = await project.build({ ...small, remote }, { cache: 'first' });
        assert.is(first.result.cached, false);
        alone = artifactHashes(first.result);
        assert.ok(server.files.size > 10);
        const entries = [...server.files.keys()].filter((path) => path.startsWith('/ac/'));
        assert.is(first.result.remote!.given.results, entries.length);
        assert.ok(first.result.remote!.given.bytes > 10_000);
        assert.equal(first.result.remote!.taken, { results: 0, bytes: 0 });

        const second = await project.build({ ...small, remote }, { cache: 'second' });
        assert.is(second.result.cached, true);
        assert.equal(second.events, [], 'nothing was done');
        assert.equal(artifactHashes(second.result), artifactHashes(first.result));
        const { taken, given } = second.result.remote!;
        assert.is(taken.results, 2, 'the model as a whole and its file');
        assert.ok(taken.bytes > second.result.models[0]!.artifacts[0]!.bytes.length);
        assert.equal(given, { results: 0, bytes: 0 });
        assert.is(manifest(second), manifest(first));

        server.misbehave = lie;
        const third = await project.build({ ...small, remote }, { cache: 'third' });
        assert.is(third.result.cached, false);
        assert.equal(artifactHashes(third.result), artifactHashes(first.result));
        assert.is(third.result.remote!.taken.results, 0);
        assert.is(third.warnings.filter((text) => text.includes('remote cache')).length, 1);

        delete process.env.BESPOKE_CACHE_KEY;
        const asked = server.asked.length;
        const readOnly = { url: server.url, write: false };
        const fourth = await project.build({ ...small, remote: readOnly }, { cache: 'first' });
        assert.is(fourth.result.cached, true);
        assert.is(server.asked.length, asked, 'without a key nothing is asked');
        assert.is(fourth.result.remote, undefined);
        assert.ok(fourth.warnings.some((text) => text.includes('BESPOKE_CACHE_KEY is not set')));
      } finally {
        delete process.env.BESPOKE_CACHE_KEY;
      }
    }),
  ));

/** Builds in a process of its own, from the moment when `go` is called. */
function childOf(directory: string, config: object, jump: number) {
  const script = join(import.meta.dirname, 'build-in-child.js');
  const args = [directory, JSON.stringify(config), '1', String(jump)];
  const child = fork(script, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const closed = once(child, 'close');
  return {
    ready: Promise.race([once(child, 'message'), closed]),
    async go(): Promise<{ trained: string; hashes: string[] }> {
      const [trained, sent] = [text(child.stdout!), once(child, 'message')];
      child.send('go');
      const [status] = await closed;
      assert.is(status, 0);
      return { trained: await trained, hashes: (await sent)[0] };
    },
    end: () => child.kill(),
  };
}

test('two builds in one cache throughout, with clocks that jump by an hour, give the bytes of one alone', () =>
  inTinyProject(async (project) => {
    const config = { ...project.config(small), cache: { directory: './both' } };
    const children = [3_600_000, -3_600_000].map((jump) => childOf(project.directory, config, jump));
    await Promise.all(children.map(({ ready }) => ready));
    // The lock is taken away again and again, so that neither waits for the other.
    const lock = join(project.directory, 'both/lock');
    const freeing = setInterval(() => void rm(lock, { recursive: true, force: true }), 20);
    try {
      const all = await Promise.all(children.map(({ go }) => go()));
      for (const { trained, hashes } of all) {
        assert.ok(trained.length > 0, 'it trained, too');
        assert.equal(hashes, alone);
      }
    } finally {
      clearInterval(freeing);
      for (const { end } of children) end();
    }
    const { result: after, events: done } = await project.build(small, { cache: 'both' });
    assert.is(after.cached, true);
    assert.equal(done, []);
    assert.equal(artifactHashes(after), alone);
  }));

test.run();
