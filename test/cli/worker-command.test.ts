import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { workerCommand } from '../../src/cli/worker-command.js';
import { BespokeError } from '../../src/errors.js';
import { inDirectory } from '../store/temporary-directory.js';

const key = { BESPOKE_CACHE_KEY: 'k'.repeat(32) };
const given = {
  queue: 'redis://:s3cret@127.0.0.1:1',
  cache: 'http://127.0.0.1:1',
  workers: 1,
  memory: undefined,
  engine: 'cpu',
  folder: './inputs',
  disk: '1GiB',
  name: undefined,
};

async function refusal(
  options: Partial<typeof given>,
  environment: Record<string, string>,
): Promise<BespokeError> {
  let error: unknown;
  const console = { out: () => {}, note: () => {}, isTerminal: false };
  await inDirectory(async (cwd) => {
    await workerCommand({ cwd, ...given, ...options }, console, environment).catch((thrown: unknown) => {
      error = thrown;
    });
  });
  assert.instance(error, BespokeError);
  return error as BespokeError;
}

test('what is missing or wrong is named, and no password', async () => {
  const cases = [
    [{ queue: undefined as never }, key, 'OPTION_MISSING', /^--queue: .*BESPOKE_QUEUE/],
    [{ cache: undefined as never }, key, 'OPTION_MISSING', /^--cache: .*BESPOKE_CACHE_URL/],
    [
      { queue: 'http://:s3cret@a' },
      key,
      'CONFIG_VALUE',
      /^--queue: not an address of a queue; accepted: 'redis:/,
    ],
    [{ cache: 'redis://:s3cret@a' }, key, 'CONFIG_VALUE', /^--cache: not an address of a remote cache/],
    [{}, {}, 'CONFIG_CACHE_KEY', /^--cache: writing needs a key to sign with/],
    [{ engine: 'gpu' as never }, key, 'OPTION_VALUE', /^--engine: no engine has this name; got 'gpu'/],
    [{ disk: 'much' }, key, 'OPTION_VALUE', /^--disk: not an amount of disk; got 'much'/],
    [{ memory: '1kB' as never }, key, 'CONFIG_MEMORY', /^--memory: too little/],
  ] as const;
  for (const [options, environment, code, message] of cases) {
    const error = await refusal(options, environment);
    assert.is(error.code, code);
    assert.match(error.message, message);
    assert.not.match(error.message, 's3cret');
  }
});

test.run();
