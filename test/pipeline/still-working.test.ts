import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BuildContext, ProgressEvent } from '../../src/pipeline/result.js';
import { withoutSilence } from '../../src/pipeline/still-working.js';

/** A context with a clock that is set by hand, and what came out of it. */
function byHand() {
  const events: ProgressEvent[] = [];
  const time = { ms: 0, stopped: false, tick: () => {} };
  const context = {
    signal: new AbortController().signal,
    onProgress: (event: ProgressEvent): void => {
      events.push(event);
    },
    onWarning: () => {},
    clock: () => time.ms,
  };
  const repeat = (call: () => void) => {
    time.tick = call;
    const stop = (): void => {
      time.stopped = true;
    };
    return { stop };
  };
  const at = (ms: number): void => {
    time.ms = ms;
    time.tick();
  };
  return { events, time, context, repeat, at };
}

const event: ProgressEvent = {
  model: 'm',
  stage: 'train',
  done: 3,
  total: 9,
  note: 'channels',
  trained: { alternative: 'a', rung: 1 },
};

test('in a long step the last event comes again and says how long the step has taken', async () => {
  const { events, time, context, repeat, at } = byHand();
  const work = async (audible: BuildContext) => {
    at(60_000);
    audible.onProgress(event);
    at(64_000);
    at(69_000);
    at(70_000);
    at(75_000);
    audible.onProgress({ ...event, done: 4, note: undefined });
    at(81_000);
    return 'done';
  };
  assert.is(await withoutSilence(context, work, repeat), 'done');
  assert.equal(
    events.map(({ done, note, trained }) => [done, note, trained?.alternative]),
    [
      [3, 'channels', 'a'],
      [3, 'still at work, 9 s after: channels', undefined],
      [3, 'still at work, 15 s after: channels', undefined],
      [4, undefined, 'a'],
      [4, 'still at work, 6 s after: train', undefined],
    ],
  );
  assert.is(time.stopped, true);
});

test('it ends with the work, also when that fails', async () => {
  const { time, context, repeat } = byHand();
  const failing = withoutSilence(context, () => Promise.reject(new Error('no')), repeat);
  await failing.then(
    () => assert.unreachable(),
    ({ message }) => assert.is(message, 'no'),
  );
  assert.is(time.stopped, true);
});

test.run();
