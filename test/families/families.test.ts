import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Outputs } from '../../src/measure/outputs.js';
import { buildFamily, type FamilyBuild, type FamilyResult } from './build-family.js';

/** At least a quarter of the measured latency must go. */
const LATENCY = 0.75;
const AGREEMENT = 0.95;
/** Squared error of the student's map, against the teacher's, over the variance of the teacher's. */
const MAP_ERROR = 0.05;

/** Retraining of networks that lose more. */
const longer = { retrainGigaMacs: 40, retrainEpochs: 4 };
const longest = { retrainGigaMacs: 130, retrainEpochs: 8, shorten: 4 };

const families: readonly (readonly [string, FamilyBuild])[] = [
  ['plain VGG style, with labels', { model: 'vgg', data: 'labelled', quality: 'top1' }],
  [
    'MobileNetV2: inverted residuals, ReLU6',
    { model: 'mobile-net-v2', data: 'unlabelled', quality: 'agreement' },
  ],
  [
    'MobileNetV3: squeeze-and-excitation, hard-swish, with labels',
    { model: 'mobile-net-v3', data: 'labelled', quality: 'top1' },
  ],
  ['EfficientNet style: swish', { model: 'efficient-net', data: 'unlabelled', quality: 'agreement' }],
  [
    'DenseNet: Concat, batch norm in front, with labels',
    { model: 'dense-net', data: 'labelled', quality: 'top1', effort: longer },
  ],
  ['Inception: branches', { model: 'inception', data: 'unlabelled', quality: 'agreement' }],
  [
    'ConvNeXt style: LayerNorm, GELU, 7x7 depthwise, with labels',
    { model: 'conv-next', data: 'labelled', quality: 'top1', effort: longer },
  ],
  [
    'ViT: attention',
    {
      model: 'vision-transformer',
      data: 'unlabelled',
      quality: 'agreement',
      effort: longest,
    },
  ],
  ['two outputs, with labels', { model: 'two-heads', data: 'labelled', quality: 'top1' }],
];

for (const [name, family] of families) {
  test(name, async () => {
    const result = await buildFamily(family);
    isFaster(result);
    for (const [index, output] of result.student.entries()) {
      const agreement = agreementOf(result.teacher, result.student, index);
      assert.ok(agreement >= AGREEMENT, `${output.name}: agreement ${agreement}`);
    }
  });
}

test('U-Net: Resize, ConvTranspose, skips; a map, no labels', async () => {
  const result = await buildFamily({ model: 'u-net', data: 'noisy', quality: 'mse' });
  isFaster(result);
  const error = mapError(result);
  assert.ok(error <= MAP_ERROR, `squared error over variance ${error}`);
});

/** The manifest of the build says so, of what it measured in turns. */
function isFaster({ target }: FamilyResult): void {
  const { teacher, student } = target.latencyMs;
  assert.ok(student <= LATENCY * teacher, `${student} ms, and the teacher ${teacher} ms`);
  assert.ok(target.budgets.every(({ met }) => met));
  assert.ok(target.replacements.length > 0);
}

/** Share of samples with the same class of highest score. */
function agreementOf(teacher: Outputs, student: Outputs, index: number): number {
  const [expected, got] = [teacher[index]!, student[index]!];
  assert.is(got.name, expected.name);
  assert.equal(got.dims, expected.dims);
  const classes = got.dims[0]!;
  const best = (scores: Float32Array, sample: number): number => {
    const row = scores.subarray(sample * classes, (sample + 1) * classes);
    return row.indexOf(Math.max(...row));
  };
  const samples = got.data.length / classes;
  let same = 0;
  for (let sample = 0; sample < samples; sample++)
    if (best(expected.data, sample) === best(got.data, sample)) same++;
  return same / samples;
}

function mapError({ teacher, student }: FamilyResult): number {
  const [expected, got] = [teacher[0]!.data, student[0]!.data];
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const variance = expected.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return got.reduce((sum, value, index) => sum + (value - expected[index]!) ** 2, 0) / variance;
}

test.run();
