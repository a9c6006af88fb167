import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keepAwake } from '../../src/runtime/worker-process.js';

/** What a process prints that waits for something that does not keep it alive. */
function printed(waiting: string): string {
  const source = JSON.stringify(new URL('../../src/runtime/worker-process.js', import.meta.url).href);
  const script = `
    import { setTimeout as sleep } from 'node:timers/promises';
    const { keepAwake } = await import(${source});
    console.log(await ${waiting});`;
  const options = ['--input-type=module', '--eval', script];
  return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout.trim();
}

const slow = "sleep(200, 'done', { ref: false })";

test('a process that waits for what does not keep it alive ends before it is there', () => {
  assert.is(printed(slow), '');
});

test('kept awake it ends behind it', () => {
  assert.is(printed(`keepAwake(${slow})`), 'done');
});

test('what fails is passed on', async () => {
  const reason = new Error('no');
  await keepAwake(Promise.reject(reason)).then(
    () => assert.unreachable(),
    (error) => assert.is(error, reason),
  );
});

test.run();
