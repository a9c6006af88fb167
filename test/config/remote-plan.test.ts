import { inspect } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { remoteOf } from '../../src/config/remote-plan.js';
import type { Problem } from '../../src/errors.js';
import { inProject, plainConfig, plainFiles } from './project.js';

const test = suite('plan of a remote cache');
const url = 'https://me:pass%21word@cache.example/bespoke';
const BESPOKE_CACHE_KEY = '0123456789abcdef0123456789abcdef';

function planned(config: Parameters<typeof remoteOf>[0], env: Record<string, string>) {
  const problems: Problem[] = [];
  const plan = remoteOf(config, env, problems);
  return {
    plan: typeof plan === 'object' ? plan : undefined,
    word: plan,
    codes: problems.map((each) => each.code),
  };
}

test('writes where it may', () => {
  const cases = [
    [undefined, {}, false],
    [true, {}, true],
    ['ci', {}, false],
    ['ci', { CI: 'false' }, false],
    ['ci', { CI: 'true' }, true],
  ] as const;
  for (const [write, env, expected] of cases)
    assert.is(
      planned({ url, ...(write && { write }) }, { BESPOKE_CACHE_KEY, ...env }).plan!.write,
      expected,
      `${write}`,
    );
});

test('is not used without a key, and cannot be written to', () => {
  assert.equal(planned({ url }, {}), { plan: undefined, word: 'no key', codes: [] });
  assert.equal(planned({ url, write: 'ci' }, { CI: '1' }).word, 'no key');
  assert.equal(planned({ url, write: true }, {}).codes, ['CONFIG_CACHE_KEY']);
  assert.equal(planned({ url }, { BESPOKE_CACHE_KEY: 'short' }).codes, ['CONFIG_CACHE_KEY']);
});

test('keeps secrets out of what can be printed', () => {
  const { plan } = planned({ url, token: 'tok3n' }, { BESPOKE_CACHE_KEY });
  assert.is(plan!.url, 'https://cache.example/bespoke');
  assert.is(plan!.secrets().authorization, 'Bearer tok3n');
  for (const text of [inspect(plan), JSON.stringify(plan)]) assert.not.match(text, /tok3n|pass|0123456789/);
  const basic = planned({ url }, { BESPOKE_CACHE_KEY }).plan!.secrets().authorization;
  assert.is(basic, `Basic ${Buffer.from('me:pass!word').toString('base64')}`);
  const fromEnvironment = planned({ url }, { BESPOKE_CACHE_KEY, BESPOKE_CACHE_TOKEN: 'other' }).plan!;
  assert.is(fromEnvironment.secrets().authorization, 'Bearer other');
});

for (const remote of [url, { url: `ftp://me:pass@cache` }, { url, token: ['pass'] }, { url, tokne: 'pass' }])
  test(`mistakes are told without secrets: ${inspect(remote)}`, () =>
    inProject(plainFiles, async (cwd) => {
      const inline = { ...plainConfig(), cache: { remote } };
      const error = await loadPlan({ cwd, inline: inline as never }).catch((thrown: Error) => thrown);
      assert.instance(error, Error);
      assert.match((error as Error).message, 'cache.remote');
      assert.not.match((error as Error).message, 'pass');
    }));

test.run();
