import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { quality } from '../../src/measure/metrics.js';
import type { Outputs } from '../../src/measure/outputs.js';
import { selectEnsemble, selectPeers } from '../../src/measure/select-ensemble.js';
import { rngOf } from '../../src/random.js';

const test = suite('selection of an ensemble');
const SAMPLES = 2000;
const CLASSES = 4;
const rng = rngOf(1, 'ensemble');
const labels = Int32Array.from({ length: SAMPLES }, () => rng.int(CLASSES));
const top1 = async (outputs: Outputs) => quality('top1', { outputs, labels });

/** Scores that are right up to noise of their own. */
const network = (noise: number, scale = 1): Outputs => [
  {
    name: 'logits',
    dims: [CLASSES],
    data: Float32Array.from(
      { length: SAMPLES * CLASSES },
      (_, at) => scale * ((labels[Math.floor(at / CLASSES)] === at % CLASSES ? 1 : 0) + noise * rng.normal()),
    ),
  },
];
const [good, alike, poor] = [network(0.8), network(0.8), network(8)];

const cases: [string, readonly Outputs[], (weights: readonly number[]) => boolean][] = [
  [
    'one as good with errors of its own is taken',
    [good, alike],
    ([first, second]) => first >= 1 && second >= 1,
  ],
  ['one that knows nothing is left', [good, poor], (weights) => String(weights) === '1,0'],
  ['of several the poor one is left', [good, poor, alike], ([, second, third]) => second === 0 && third >= 1],
  ['a copy adds nothing', [good, good], (weights) => String(weights) === '1,0'],
  ['alone', [good], (weights) => String(weights) === '1'],
  ['a poor first stays in', [poor, good], ([first, second]) => first === 1 && second >= 1],
];
for (const [name, all, isRight] of cases) {
  test(name, async () => {
    const weights = await selectEnsemble(all, top1, 0.002);
    assert.ok(isRight(weights), String(weights));
  });
}

const agreement = async (outputs: Outputs, teacher: Outputs) => quality('agreement', { outputs, teacher });
const third = network(0.8);
const unlabelled: [string, readonly Outputs[], string][] = [
  ['two as good with errors of their own are taken', [good, alike, third], '2,1,1'],
  ['one that knows nothing is left', [good, poor, alike, third], '2,0,1,1'],
  ['a copy adds nothing', [good, good, alike], '1,0,0'],
  ['nobody vouches for a single one', [good, alike], '1,0'],
  ['alone', [good], '1'],
];
for (const [name, all, weights] of unlabelled) {
  test(`without labels: ${name}`, async () => {
    assert.is(String(await selectPeers(all, agreement, 0.005)), weights);
  });
}

test.run();
