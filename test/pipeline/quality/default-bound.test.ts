import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { qualityLoss } from '../../../src/measure/metrics.js';
import { defaultBound } from '../../../src/pipeline/quality/default-bound.js';
import type { Judge } from '../../../src/pipeline/quality/judge.js';
import { missedBudget } from '../../../src/pipeline/record/missed-budget.js';
import { inTinyProject, poolAlone, target } from '../tiny-project.js';

const test = suite('what a student may lose unasked');

const judge = (
  metric: 'top1' | 'agreement' | 'mse' | 'module',
  teacherValue: number,
  constantLoss: number,
): Judge =>
  ({
    quality: { metric, loss: (teacher: number, student: number) => qualityLoss(metric, teacher, student) },
    teacherValue,
    constantLoss,
  }) as unknown as Judge;

const cases: readonly (readonly [string, Judge, number, boolean])[] = [
  ['9 points of top-1', judge('top1', 0.9, 0.8), 0.81, true],
  ['11 points of top-1', judge('top1', 0.9, 0.8), 0.79, false],
  ['more than the teacher has', judge('top1', 0.9, 0.8), 0.95, true],
  ['4 points, where always the same class would lose 4', judge('top1', 0.54, 0.04), 0.5, false],
  ['3 points, where always the same class would lose 4', judge('top1', 0.54, 0.04), 0.51, true],
  ['11 points of agreement', judge('agreement', 1, 0.9), 0.89, false],
  ['nothing, with a teacher that always says the same', judge('agreement', 1, 0), 1, true],
  ['15 % of the variance', judge('mse', 0, 8), 1.2, true],
  ['25 % of the variance', judge('mse', 0, 8), 2, false],
];
for (const [name, of, value, met] of cases)
  test(`${name}: ${met ? 'of use' : 'of none'}`, () => assert.is(defaultBound(of, value)?.met, met));

test('of a module nothing is assumed', () => {
  assert.is(defaultBound(judge('module', 5, Number.POSITIVE_INFINITY), -1e9), undefined);
});

/** Nothing but another, untrained network. */
const harsh = { alternatives: poolAlone, effort: { retrainGigaMacs: 0, steps: 0 } };

test('a model within its budget that is noise is missed, and told with what would help', () =>
  inTinyProject(async (project) => {
    const model = { quality: 'mse' };
    const targets = [
      target('unasked', { macs: '60%' }, { onMiss: 'warn' }),
      target('asked', { macs: '60%', qualityDrop: '100%' }, { onMiss: 'warn' }),
    ];
    const { result } = await project.build({ ...harsh, model, targets });
    const [unasked, asked] = result.models[0].artifacts.map(({ entry }) => entry.budgets);
    assert.ok(!asked!.some(({ metric }) => metric === 'defaultQualityDrop'));
    const [bound] = unasked!.filter(({ metric }) => metric === 'defaultQualityDrop');
    assert.is(bound?.met, false);
    const missed = result.missed.filter(({ metric }) => metric === 'defaultQualityDrop');
    assert.equal(
      missed.map((each) => each.target),
      ['unasked'],
    );
    const error = missedBudget(missed[0]!);
    assert.is(error.code, 'QUALITY_LOST');
    assert.match(error.message, /loses \d.* of 100 .*where 20 are taken .*qualityDrop: '40%'/);
  }));

test.run();
