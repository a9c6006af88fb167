import { mkdir, readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withLock } from '../../src/store/lock.js';
import { ended, firstOutput, startProcess } from './processes.js';
import { inDirectory } from './temporary-directory.js';

const test = suite('lock');

test('gives the result, makes the directory, leaves nothing', () =>
  inDirectory(async (directory) => {
    const inner = join(directory, 'a/b');
    assert.is(await withLock(inner, async () => 5), 5);
    assert.equal(await readdir(inner), []);
  }));

test('is released when the work throws', () =>
  inDirectory(async (directory) => {
    const failing = withLock(directory, async () => {
      throw new Error('work');
    });
    assert.is(await failing.catch((error: Error) => error.message), 'work');
    assert.is(await withLock(directory, async () => 1), 1);
  }));

test('two in one process take turns, and the second is told once', () =>
  inDirectory(async (directory) => {
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} in`);
      await sleep(500);
      events.push(`${name} out`);
    };
    const first = withLock(directory, work('first'), { onWait: () => events.push('first waits') });
    await sleep(50);
    const second = withLock(directory, work('second'), { onWait: () => events.push('second waits') });
    await Promise.all([first, second]);
    assert.equal(events, ['first in', 'second waits', 'first out', 'second in', 'second out']);
  }));

test('waits for another process', () =>
  inDirectory(async (directory) => {
    const child = startProcess(['hold', directory, '700']);
    await firstOutput(child);
    let waited = 0;
    await withLock(directory, async () => {}, { onWait: () => waited++ });
    assert.is(waited, 1);
    await ended(child);
  }));

test('a killed process holds the next up for no longer than its stale time', () =>
  inDirectory(async (directory) => {
    const child = startProcess(['hold', directory, '60000']);
    await firstOutput(child);
    child.kill('SIGKILL');
    await ended(child);
    assert.equal(await readdir(directory), ['lock']);
    const held = await withLock(directory, async () => 'held', { staleMs: 2000 });
    assert.is(held, 'held');
  }));

test('an old lock is taken over at once at the default stale time of under 10 s', () =>
  inDirectory(async (directory) => {
    await mkdir(join(directory, 'lock'));
    const tenSecondsAgo = new Date(Date.now() - 10_000);
    await utimes(join(directory, 'lock'), tenSecondsAgo, tenSecondsAgo);
    let waited = false;
    await withLock(directory, async () => {}, {
      onWait: () => {
        waited = true;
      },
    });
    assert.is(waited, false);
  }));

test('an abort ends the wait', () =>
  inDirectory(async (directory) => {
    const controller = new AbortController();
    await withLock(directory, async () => {
      const waiting = withLock(directory, async () => assert.unreachable(), {
        signal: controller.signal,
        onWait: () => setTimeout(() => controller.abort(new Error('stop')), 20),
      });
      assert.is(await waiting.catch((error: Error) => error.message), 'stop');
    });
  }));

test('work goes on to its end when its lock is taken away', () =>
  inDirectory(async (directory) => {
    const result = await withLock(directory, async () => {
      await rm(join(directory, 'lock'), { recursive: true });
      await sleep(1800);
      return 'done';
    });
    assert.is(result, 'done');
  }));

test('a lock with a date in the future, whose holder is gone, is taken', () =>
  inDirectory(async (directory) => {
    const lock = join(directory, 'lock');
    await mkdir(lock);
    const future = new Date(Date.now() + 1e9);
    await utimes(lock, future, future);
    assert.is(await withLock(directory, async () => 7, { staleMs: 2000 }), 7);
    assert.equal(await readdir(directory), []);
  }));

for (const [way, hours] of [
  ['forward', 1],
  ['back', -1],
] as const)
  test(`a clock that jumps an hour ${way} holds nobody up, and what is held is worked to its end`, () =>
    inDirectory(async (directory) => {
      const { now } = Date;
      const events: string[] = [];
      try {
        const first = withLock(directory, async () => {
          Date.now = () => now() + hours * 3_600_000;
          // Long enough for the lock to be touched at the new time.
          await sleep(1800);
          events.push('first');
        });
        await sleep(50);
        const second = withLock(directory, async () => events.push('second'), { staleMs: 2000 });
        await Promise.all([first, second]);
        assert.equal(events.toSorted(), ['first', 'second']);
        assert.is(await withLock(directory, async () => 'third'), 'third');
        assert.equal(await readdir(directory), []);
      } finally {
        Date.now = now;
      }
    }));

test.run();
