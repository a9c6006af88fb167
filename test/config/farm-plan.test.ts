import { inspect } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { farmOf, queueOf } from '../../src/config/farm-plan.js';
import type { BuildPlan, FarmPlan } from '../../src/config/plan.js';
import type { Problem } from '../../src/errors.js';

const test = suite('plan of a farm');
const queue = 'rediss://user:s3cret@queue.example:6380/2';
const remote = (write: boolean): BuildPlan['remote'] => ({
  url: 'https://cache.example',
  write,
  secrets: () => ({ authorization: undefined, signingKey: 'k'.repeat(32) }),
});

function planned(write: boolean | 'ci' | undefined, plan: BuildPlan['remote'], address = queue) {
  const problems: Problem[] = [];
  const cache = { remote: { url: 'https://cache.example', ...(write !== undefined && { write }) } };
  const farm = farmOf({ models: [], targets: [], cache, farm: { queue: address } } as never, plan, problems);
  return { farm, problems };
}

test('the address is kept, and shown without user and password', () => {
  const { farm, problems } = planned(true, remote(true));
  assert.equal(problems, []);
  assert.is((farm as FarmPlan).shown, 'queue.example:6380');
  assert.is((farm as FarmPlan).url(), queue);
  assert.not.match(inspect(farm, { depth: 9 }), 's3cret');
  assert.not.match(JSON.stringify(farm), 's3cret');
});

test('where this machine has no key or does not write, the word says so', () => {
  assert.is(planned('ci', 'no key').farm, 'no key');
  assert.is(planned('ci', remote(false)).farm, 'no writing');
});

test('a farm without a remote cache to write to is a mistake', () => {
  for (const write of [false, undefined])
    assert.equal(
      planned(write, remote(false)).problems.map(({ code, where }) => [code, where]),
      [['CONFIG_FARM', 'farm']],
    );
});

test('addresses', () => {
  const shown = {
    'redis://localhost': 'localhost',
    'redis://127.0.0.1:6379': '127.0.0.1:6379',
    'rediss://a.example:1/0': 'a.example:1',
    'unix:///run/redis.sock': 'unix:///run/redis.sock',
    'redis://[::1]:6379': '[::1]:6379',
  };
  for (const [address, expected] of Object.entries(shown)) {
    const problems: Problem[] = [];
    assert.is(queueOf(address, 'here', problems)?.shown, expected);
    assert.equal(problems, []);
  }
  for (const address of [
    '',
    'localhost:6379',
    'http://a.example',
    'redis://',
    'redis://a/b',
    'unix://',
    'redis://a?b',
    '/run/x',
  ]) {
    const problems: Problem[] = [];
    assert.is(queueOf(address, 'here', problems), undefined, address);
    assert.equal(
      problems.map(({ code, value }) => [code, value]),
      [['CONFIG_VALUE', undefined]],
    );
  }
});

test.run();
