import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BudgetPlan } from '../../../src/config/plan.js';
import { costLimits } from '../../../src/pipeline/costs/limits.js';

const teacher = { latency: 2, size: 1000, parameters: 200, macs: 4000 };
const budget = (metric: BudgetPlan['metric'], limit: number, unit: BudgetPlan['unit']): BudgetPlan => ({
  metric,
  limit,
  unit,
  text: '',
});

const cases: Record<string, [BudgetPlan[], ReturnType<typeof costLimits>]> = {
  'a share is taken of the teacher': [[budget('latency', 0.5, 'ratio')], [{ metric: 'latency', limit: 1 }]],
  'an absolute limit stays': [[budget('size', 300, 'absolute')], [{ metric: 'size', limit: 300 }]],
  'of two limits on one cost the smaller holds': [
    [budget('macs', 0.5, 'ratio'), budget('macs', 1500, 'absolute')],
    [{ metric: 'macs', limit: 1500 }],
  ],
  'quality is no cost': [[budget('qualityDrop', 0.01, 'absolute')], []],
  'several costs hold together': [
    [budget('latency', 1.5, 'absolute'), budget('parameters', 0.25, 'ratio')],
    [
      { metric: 'latency', limit: 1.5 },
      { metric: 'parameters', limit: 50 },
    ],
  ],
};

for (const [name, [budgets, expected]] of Object.entries(cases)) {
  test(name, () => assert.equal(costLimits(budgets, teacher), expected));
}

test.run();
