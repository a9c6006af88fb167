import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuildResult } from '../../src/pipeline/result.js';
import { type Answer, withServer } from '../store/remote-server.js';
import { inTinyProject } from './tiny-project.js';

const bytesOf = ({ models }: BuildResult): string[] =>
  models.flatMap(({ artifacts }) => artifacts.map(({ bytes }) => Buffer.from(bytes).toString('base64')));

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
        const effort = { subNetworks: 2, steps: 2, retrainEpochs: 1 };
        const remote = { url: server.url, write: true };
        const first = await project.build({ effort, remote }, { cache: 'first' });
        assert.is(first.result.cached, false);
        assert.ok(server.files.size > 10);

        const second = await project.build({ effort, remote }, { cache: 'second' });
        assert.is(second.result.cached, true);
        assert.equal(second.events, [], 'nothing was done');
        assert.equal(bytesOf(second.result), bytesOf(first.result));

        server.misbehave = lie;
        const third = await project.build({ effort, remote }, { cache: 'third' });
        assert.is(third.result.cached, false);
        assert.equal(bytesOf(third.result), bytesOf(first.result));
        assert.is(third.warnings.filter((text) => text.includes('remote cache')).length, 1);

        delete process.env.BESPOKE_CACHE_KEY;
        const asked = server.asked.length;
        const readOnly = { url: server.url, write: false };
        const fourth = await project.build({ effort, remote: readOnly }, { cache: 'first' });
        assert.is(fourth.result.cached, true);
        assert.is(server.asked.length, asked, 'without a key nothing is asked');
        assert.ok(fourth.warnings.some((text) => text.includes('BESPOKE_CACHE_KEY is not set')));
      } finally {
        delete process.env.BESPOKE_CACHE_KEY;
      }
    }),
  ));

test.run();
