import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../../src/errors.js';
import { timingMsFor } from '../../../src/measure/browser/page/clock.js';
import { WorkQueue } from '../../../src/measure/browser/work-queue.js';
import type { Comparison } from '../../../src/measure/compare-latency.js';

const model = { model: 'x.onnx', structure: 'x' };
const group = (...keys: readonly string[]) => ({
  reference: model,
  candidates: keys.map((key) => ({ key, ...model })),
});
const comparison = (medianMs: number): Comparison => ({
  medianMs,
  lowMs: 1,
  highMs: 1,
  referenceMs: 1,
  referenceLowMs: 1,
  referenceHighMs: 1,
  ratio: medianMs,
  ratioLow: 1,
  ratioHigh: 1,
  runs: 10,
  converged: true,
});

function queueAt(): { queue: WorkQueue; pass: (ms: number) => void } {
  let now = 0;
  return {
    queue: new WorkQueue(() => now),
    pass: (ms) => {
      now += ms;
    },
  };
}

const failure = (promise: Promise<unknown>): Promise<BespokeError | undefined> =>
  promise.then(
    () => undefined,
    (error: BespokeError) => error,
  );

test('one comparison at a time, in order; the reference of a group keeps its name; answers find their keys', async () => {
  const { queue } = queueAt();
  const first = queue.add([group('a', 'b'), group('c')], {});
  const second = queue.add([group('a')], { maxSeconds: 9 });
  const seen: string[] = [];
  for (let job = queue.current; job !== undefined; job = queue.current) {
    if ('model' in job) return assert.unreachable('a run that nobody asked for');
    seen.push(job.reference.id);
    assert.is(job.options.warmUpRuns, 10);
    queue.answer({ id: job.id, comparison: comparison(seen.length) });
  }
  assert.equal(
    [...(await first)].map(([key, { medianMs }]) => [key, medianMs]),
    [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ],
  );
  assert.is((await second).get('a')?.medianMs, 4);
  assert.is(new Set(seen).size, 3);
  assert.is(seen[0], seen[1]);
});

test('an answer that comes twice, or late, counts once', async () => {
  const { queue } = queueAt();
  const asked = queue.add([group('a', 'b')], {});
  const { id } = queue.current!;
  queue.answer({ id, comparison: comparison(1) });
  queue.answer({ id, comparison: comparison(7) });
  queue.answer({ id: 12345, failure: 'no' });
  assert.is(queue.progress.done, 1);
  queue.answer({ id: queue.current!.id, comparison: comparison(2) });
  assert.is((await asked).get('a')?.medianMs, 1);
});

test('what fails is tried again once; then its batch is rejected, and the next goes on', async () => {
  const { queue } = queueAt();
  const asked = failure(queue.add([group('a', 'b')], {}));
  const next = queue.add([group('c')], {});
  const { id } = queue.current!;
  assert.equal(queue.answer({ id, failure: 'out of memory' }), { again: true });
  assert.is(queue.current?.id, id);
  assert.equal(queue.answer({ id, failure: 'out of memory' }), { again: false });
  assert.is((await asked)?.code, 'BROWSER_RUN');
  queue.answer({ id: queue.current!.id, comparison: comparison(1) });
  assert.is((await next).size, 1);
});

test('progress: what was announced counts, and the rest takes as long as what was done, waiting for models aside', () => {
  const { queue, pass } = queueAt();
  assert.equal(queue.progress, { done: 0, total: 0, secondsLeft: null });
  queue.announce(5);
  void queue.add([group('a', 'b')], {});
  assert.equal(queue.progress, { done: 0, total: 5, secondsLeft: null });
  pass(2000);
  queue.answer({ id: queue.current!.id, comparison: comparison(1) });
  assert.equal(queue.progress, { done: 1, total: 5, secondsLeft: 8 });
  queue.announce(1);
  assert.is(queue.progress.total, 5);
  pass(2000);
  queue.answer({ id: queue.current!.id, comparison: comparison(1) });
  pass(1e6);
  assert.equal(queue.progress, { done: 2, total: 5, secondsLeft: 6 });
});

test('after the end everything is rejected, and who waits is woken', async () => {
  const { queue } = queueAt();
  const { signal } = new AbortController();
  const change = queue.change(1e6, signal);
  const reason = new Error('over');
  queue.end({ kind: 'done' }, reason);
  await change;
  assert.is(await failure(queue.add([group('a')], {})), reason);
  assert.equal(queue.ending, { kind: 'done' });
});

for (const [stepMs, timingMs] of [
  [0.005, 1],
  [0.1, 20],
  [1, 100],
] as const) {
  test(`a clock of ${stepMs} ms needs timings of ${timingMs} ms`, () =>
    assert.ok(Math.abs(timingMsFor(stepMs) - timingMs) < 1e-9));
}

test('a run waits in the same line, and takes values alone for an answer', async () => {
  const { queue } = queueAt();
  const compared = queue.add([group('a')], {});
  const input = { dtype: 'float32', dims: [1], data: Float32Array.of(3) } as const;
  const ran = queue.run({ model: 'y.onnx', inputs: [input] });
  queue.answer({ id: queue.current!.id, comparison: comparison(1) });
  assert.is((await compared).size, 1);
  const job = queue.current!;
  assert.ok('model' in job);
  assert.equal([job.model.model, job.model.inputs], ['y.onnx', [input]]);
  assert.equal(queue.answer({ id: job.id, comparison: comparison(1) }), { again: false });
  assert.is(queue.current, job, 'no comparison was asked for');
  queue.answer({ id: job.id, values: [1, null] });
  assert.equal(await ran, [1, null]);
  assert.is(queue.current, undefined);
});

test.run();
