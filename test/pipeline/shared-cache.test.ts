import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuildResult } from '../../src/pipeline/result.js';
import { withServer } from '../store/remote-server.js';
import { inTinyProject } from './tiny-project.js';

const bytesOf = ({ models }: BuildResult): string[] =>
  models.flatMap(({ artifacts }) => artifacts.map(({ bytes }) => Buffer.from(bytes).toString('base64')));

const refuses = (server: { misbehave: unknown }): void => {
  server.misbehave = ({ method }: { method: string }, response: import('node:http').ServerResponse) => {
    if (method !== 'GET') return false;
    response.writeHead(200).end(Buffer.alloc(5000));
    return true;
  };
};

test('a second checkout trains nothing, and a lying remote changes nothing', () =>
  withServer((server) =>
    inTinyProject(async (project) => {
      process.env.BESPOKE_CACHE_KEY = 'k'.repeat(32);
      try {
        const effort = { subNetworks: 2, steps: 2, retrainEpochs: 1 };
        const remote = { url: server.url, write: true };
        const first = await project.build({ effort, remote }, { cache: 'first' });
        assert.is(first.result.cached, false);
        assert.ok(server.files.size > 10);

        const second = await project.build({ effort, remote }, { cache: 'second' });
        assert.is(second.result.cached, true);
        assert.equal(second.events, [], 'nothing was done');
        assert.equal(bytesOf(second.result), bytesOf(first.result));

        refuses(server);
        const third = await project.build({ effort, remote }, { cache: 'third' });
        assert.is(third.result.cached, false);
        assert.equal(bytesOf(third.result), bytesOf(first.result));
        assert.is(third.warnings.filter((text) => text.includes('remote cache')).length, 1);
      } finally {
        delete process.env.BESPOKE_CACHE_KEY;
      }
    }),
  ));

test.run();
