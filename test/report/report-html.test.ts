import { parseHTML } from 'linkedom';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type BuiltModelReport, withoutBytes } from '../../src/pipeline/record/last-build.js';
import { reportHtml } from '../../src/report/report-html.js';
import { artifact, resultOf } from '../cli/fake-result.js';
import { tagProblems } from './well-formed.js';

type Change = (model: BuiltModelReport) => BuiltModelReport;

const plain = (): BuiltModelReport =>
  withoutBytes(resultOf([artifact('phone', 'x'), artifact('server', 'y')]))[0]!;

const entries =
  (change: (entry: BuiltModelReport['artifacts'][number]['entry']) => object): Change =>
  (model) => ({
    ...model,
    artifacts: model.artifacts.map((each) => ({ ...each, entry: { ...each.entry, ...change(each.entry) } })),
  });

const targets =
  (change: (target: BuiltModelReport['report']['targets'][number]) => object): Change =>
  (model) => ({
    ...model,
    report: {
      ...model.report,
      targets: model.report.targets.map((target) => ({ ...target, ...change(target) })),
    },
  });

const untimed = targets(({ replacements }) => ({
  teacherMs: null,
  replacements: replacements.map((each) => ({
    ...each,
    original: { ...each.original, latencyMs: null },
    own: { ...each.own, latencyMs: null },
  })),
}));

const onMse: Change = (model) => {
  const quality = { metric: 'mse', value: 0, samples: 100 };
  const changed = entries(() => ({
    quality: { ...quality, value: 0.0012 },
    qualityBySteps: { assembled: 0.02, polished: 0.01, retrained: 0.0012 },
  }))(model);
  return { ...changed, teacher: { ...changed.teacher, quality } };
};

const longTeacher: Change = (model) => ({
  ...model,
  report: {
    ...model.report,
    outline: Array.from({ length: 300 }, (_, index) => ({
      op: index % 3 === 0 ? 'Conv' : 'Relu',
      output: `t${index}`,
      macs: index % 3 === 0 ? 1000 : 0,
      parameters: index % 3 === 0 ? 10 : 0,
    })),
  },
});

const cases: readonly (readonly [string, Change, readonly string[]])[] = [
  [
    'as it is',
    (model) => model,
    ['Quality lost by latency', 'Latency by block', 'small.onnx as a whole', 'all met'],
  ],
  ['parts that were not timed', untimed, ['MACs by block', 'were not timed']],
  [
    'nothing replaced',
    targets(() => ({ replacements: [] })),
    ['Nothing is replaced: the teacher itself is emitted.', 'none is replaced'],
  ],
  [
    'a missed budget',
    entries(({ budgets }) => ({ budgets: budgets.map((budget) => ({ ...budget, met: false })) })),
    ['missed: size, latency'],
  ],
  [
    'a latency that is predicted',
    entries(({ latencyMs }) => ({ latencyMs: { ...latencyMs, predicted: { error: 0.083, heldOut: 12 } } })),
    ['50%, predicted', 'off by 8% (median of 12 entries', 'student as the device profile predicts'],
  ],
  ['squared error, lower is better', onMse, ['0.0012', 'Lower is better.']],
  ['a teacher of 300 nodes', longTeacher, ['The teacher&#39;s 101 layers']],
  [
    'an empty pool',
    (model) => ({ ...model, searches: model.searches.map((search) => ({ ...search, members: [] })) }),
    ['Quality lost by latency'],
  ],
  [
    'no curve and no student measured',
    (model) => ({
      ...model,
      searches: model.searches.map((search) => ({ ...search, curve: [], measured: [] })),
    }),
    ['0 students were measured'],
  ],
  [
    'names that are markup',
    (model) => ({
      ...targets(({ replacements }) => ({
        replacements: replacements.map((each) => ({ ...each, alternative: '<script>alert(1)</script>' })),
      }))(model),
      sources: model.sources.map((source) => ({ ...source, licence: '<b>"MIT" & more</b>' })),
    }),
    ['&lt;script&gt;alert(1)', '&lt;b&gt;&quot;MIT&quot; &amp; more&lt;/b&gt;'],
  ],
  [
    'quality alone limited: no budget in the trade-off',
    entries(() => ({ budgets: [{ metric: 'qualityDrop', limit: 0.01, value: 0.01, met: true }] })),
    ['drop of quality', 'The teacher costs 2.00 ms. The emitted'],
  ],
  [
    'a budget far beyond the teacher',
    entries(() => ({ budgets: [{ metric: 'latency', limit: 1000, value: 1, met: true }] })),
    ['the budget is 1000 ms'],
  ],
  [
    'a student in int8, counted from the teacher in int8',
    (model) => targets(() => ({ teacherMs: 1.7 }))(entries(() => ({ precision: 'int8' }))(model)),
    [
      '1 thread, int8',
      'teacher in int8',
      'the teacher takes 1.70 ms',
      'Together the parts say 25% less than',
    ],
  ],
  ['a size', sized, ['Quality lost by size', 'size, KB']],
];

function sized(plain: BuiltModelReport): BuiltModelReport {
  const model = entries(() => ({ budgets: [{ metric: 'size', limit: 2000, value: 1, met: true }] }))(plain);
  return {
    ...model,
    searches: model.searches.map((search) => ({
      ...search,
      metric: 'size',
      teacher: 4000,
      limit: 2000,
      curve: search.curve.map((point) => ({ ...point, cost: 2000 * point.cost })),
    })),
  };
}

for (const [name, change, texts] of cases) {
  test(`${name}: well-formed, self-contained, every picture told in words`, () => {
    const page = reportHtml([change(plain())]);
    for (const text of texts) assert.ok(page.includes(text), text);
    assert.equal(tagProblems(page), []);
    assert.not.match(page, /https?:\/\//);
    assert.not.match(page, /<script|<link|<img|@import|url\(/);
    assert.not.match(page, /NaN|undefined|Infinity|\[object/);
    const { document } = parseHTML(page);
    const pictures = [...document.querySelectorAll('svg')];
    assert.is(pictures.length, 2 * 4 + 1, 'four a target, one of times');
    for (const svg of pictures) {
      assert.is(svg.getAttribute('role'), 'img');
      assert.ok((svg.getAttribute('aria-label') ?? '').length > 30, svg.outerHTML.slice(0, 200));
      const figure = svg.closest('figure')!;
      assert.ok(figure.querySelector('details table tbody tr'), 'its data as a table');
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    assert.is(new Set(ids).size, ids.length, 'ids are unique');
    for (const link of document.querySelectorAll('a'))
      assert.ok(ids.includes(link.getAttribute('href')!.slice(1)), link.outerHTML);
  });
}

test('the same result gives the same bytes, from memory and from the cache', () => {
  const model = plain();
  const page = reportHtml([model]);
  assert.ok(reportHtml([plain()]) === page, 'again');
  assert.ok(reportHtml([JSON.parse(JSON.stringify(model)) as BuiltModelReport]) === page, 'from JSON');
  assert.ok(reportHtml([entries(() => ({ sizeBytes: 12345 }))(model)]) !== page, 'another result');
});

test('every model and target has a row on top and a section', () => {
  const two = { ...plain(), name: 'animals' };
  const { document } = parseHTML(reportHtml([plain(), two]));
  const rows = [...document.querySelectorAll('.summary tbody tr')];
  assert.is(rows.length, 4);
  assert.match(
    rows[0]!.textContent!,
    /digits.*phone.*2\.00 ms → 1\.00 ms 50%.*99\.00% → 98\.00% top1 −1\.00 points/s,
  );
  for (const id of ['digits', 'digits.phone', 'digits.server', 'animals', 'animals.phone', 'animals.server'])
    assert.is(document.querySelectorAll(`section[id="${id}"]`).length, 1, id);
});

test('licences: what is known, and that it is not', () => {
  const { document } = parseHTML(reportHtml([plain()]));
  const rows = [...document.querySelectorAll('tr')].map((row) => row.textContent!);
  assert.ok(
    rows.some((row) => /^teacher\.onnx teacherMIT/.test(row)),
    rows.join('\n'),
  );
  assert.ok(rows.some((row) => /^small\.onnxnot known/.test(row)));
});

test.run();
