import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Comparison } from '../../../src/measure/compare-latency.js';
import type { DescribedFile } from '../../../src/measure/latencies.js';
import type { LatencySource, TimedGroup } from '../../../src/measure/latency-source.js';
import { StoredLatencies } from '../../../src/measure/profile/stored-latencies.js';
import type { Store } from '../../../src/store/store.js';

const environment = { runtime: 'onnxruntime-node/cpu', threads: 1 } as const;
const file = (structure: string): DescribedFile => ({
  model: () => structure,
  structure,
  operators: () => ({ 'Relu 1x8 -> 1x8': structure.length }),
});

function memoryStore(): Store {
  const entries = new Map<string, Uint8Array>();
  return {
    get: async (key) => entries.get(key),
    put: async (key, bytes) => void entries.set(key, bytes),
    has: async (key) => entries.has(key),
    delete: async (key) => void entries.delete(key),
  };
}

/** Answers in the order in which it is asked, so that a pair that is measured twice shows. */
function countingSource(identity: string): LatencySource & { readonly asked: TimedGroup[] } {
  const asked: TimedGroup[] = [];
  let answers = 0;
  return {
    identity,
    asked,
    async compare(groups) {
      asked.push(...structuredClone(groups));
      return new Map(
        groups.flatMap(({ candidates }) =>
          candidates.map(({ key }): [string, Comparison] => {
            const ms = 1 + ++answers / 7;
            const low = { lowMs: ms, referenceLowMs: 2, ratioLow: ms / 2 };
            const high = { highMs: ms, referenceHighMs: 2, ratioHigh: ms / 2 };
            return [
              key,
              { ...low, ...high, medianMs: ms, referenceMs: 2, ratio: ms / 2, runs: 9, converged: true },
            ];
          }),
        ),
      );
    },
    close: async () => {},
  };
}

const groups = [
  {
    reference: file('original'),
    candidates: [
      { key: 'whole', ...file('teacher') },
      { key: 'one', ...file('pruned') },
      { key: 'two', ...file('pruned') },
    ],
  },
];

test('each pair of structures is measured once; others with the same structures are told the same', async () => {
  const source = countingSource('here');
  const latencies = new StoredLatencies(source, memoryStore(), environment);
  assert.equal(
    (await latencies.pending(groups)).map(({ candidates }) => candidates.map(({ key }) => key)),
    [['whole', 'one']],
  );
  const answers = await latencies.compare(groups);
  assert.equal([...answers.keys()], ['whole', 'one', 'two']);
  assert.equal(answers.get('two'), answers.get('one'));
  assert.equal(await latencies.compare(groups), answers);
  assert.equal(await latencies.pending(groups), []);
  assert.is(source.asked.length, 1);
  assert.equal(
    source.asked[0].candidates.map(({ key }) => key),
    ['whole', 'one'],
  );
  assert.is(answers.get('one')!.ratio, 0.64286, 'rounded, as a profile has it');
});

test('what the store has is not measured again, and is recorded all the same', async () => {
  const store = memoryStore();
  const first = await new StoredLatencies(countingSource('here'), store, environment).compare(groups);
  const source = countingSource('here');
  const latencies = new StoredLatencies(source, store, environment);
  assert.equal(await latencies.compare(groups), first);
  assert.equal(source.asked, []);
  assert.equal(
    latencies.records.pairs.map(({ reference, candidate }) => `${reference} ${candidate}`),
    ['original teacher', 'original pruned'],
  );
  assert.equal([...latencies.records.structures.keys()], ['original', 'teacher', 'pruned']);
});

for (const [name, identity, other] of [
  ['another device', 'there', environment],
  ['other threads', 'here', { ...environment, threads: 2 }],
  ['another runtime', 'here', { ...environment, runtime: 'onnxruntime-web/wasm' as const }],
] as const) {
  test(`${name} is measured by itself`, async () => {
    const store = memoryStore();
    await new StoredLatencies(countingSource('here'), store, environment).compare(groups);
    const source = countingSource(identity);
    await new StoredLatencies(source, store, other).compare(groups);
    assert.is(source.asked.length, 1);
  });
}

test('what the parts of a student come to is recorded with it', async () => {
  const latencies = new StoredLatencies(countingSource('here'), memoryStore(), environment);
  const student = { key: 'student', ...file('student') };
  await latencies.compare([{ reference: file('teacher'), candidates: [{ ...student, partsRatio: 0.7 }] }]);
  await latencies.compare([{ reference: file('teacher'), candidates: [student] }]);
  assert.equal(
    latencies.records.pairs.map(({ partsRatio }) => partsRatio),
    [0.7],
  );
});

test('a pair that is measured anew has the median from then on, in the next build too', async () => {
  const store = memoryStore();
  const source = countingSource('here');
  const latencies = new StoredLatencies(source, store, environment);
  const [teacher, student] = [file('teacher'), file('student')];
  const pair = [{ reference: teacher, candidates: [{ key: 'student', ...student, partsRatio: 0.7 }] }];
  await latencies.compare(pair);
  await latencies.repeat(teacher, student);
  assert.is(source.asked.length, 8);
  // The second to the eighth answer, of which the fifth is in the middle.
  const settled = { ratio: 0.85714, medianMs: 1.7143, referenceMs: 2, runs: 63, firstRatio: 0.57143 };
  assert.equal((await latencies.compare(pair)).get('student'), settled);
  assert.equal(
    latencies.records.pairs.map(({ timing, partsRatio }) => ({ timing, partsRatio })),
    [{ timing: settled, partsRatio: 0.7 }],
  );

  const next = countingSource('here');
  const written = { ...store, put: async () => assert.unreachable('stored again') };
  const later = new StoredLatencies(next, written, environment);
  assert.is((await later.compare(pair)).get('student')!.ratio, 0.57143, 'until it asks for that as well');
  await later.repeat(teacher, student);
  assert.equal((await later.compare(pair)).get('student'), settled);
  assert.equal(next.asked, []);
});

test.run();
