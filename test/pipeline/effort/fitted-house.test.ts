import { readdir } from 'node:fs/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { leastHouse } from '../../../src/pipeline/effort/effort-within.js';
import { inTrained } from '../in-trained.js';
import { inTinyProject } from '../tiny-project.js';

const effort = {
  minutes: 1,
  subNetworks: 2,
  maxSpan: 0.3,
  samples: 128,
  solveSamples: 64,
  qualitySamples: 16,
};

test('a house is fitted to what its alternatives were seen to take, and the trial leaves nothing behind', () =>
  inTinyProject(async (project) => {
    const fitted: object[] = [];
    for (let build = 0; build < 2; build++)
      await inTrained(project, { effort }, async ({ session, shared }) => {
        fitted.push(shared.session.plan.effort);
        assert.is.not(shared.session.plan.effort, session.plan.effort);
        const left = await readdir(session.scratch);
        assert.ok(left.includes('data'));
        assert.equal(
          left.filter((name) => name.startsWith('trial')),
          [],
        );
      });
    assert.equal(fitted[1], fitted[0]);
  }));

test('where the smallest house is empty, it is taken', () =>
  inTinyProject(async (project) => {
    const none = [
      'import',
      'prune',
      'shorten',
      'decompose',
      'member',
      'lowRank',
      'separable',
      'shrink',
      'activation',
    ];
    const alternatives = Object.fromEntries(none.map((kind) => [kind, false]));
    await inTrained(project, { effort, alternatives }, async ({ session, shared }) => {
      assert.equal(
        shared.session.plan.effort,
        leastHouse(session.plan.wallClock!.given, session.plan.effort),
      );
    });
  }));

test.run();
