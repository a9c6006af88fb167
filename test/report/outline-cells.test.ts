import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { OutlineNode, ReplacedStretch } from '../../src/pipeline/report-data.js';
import { longestRuns, outlineCells } from '../../src/report/outline-cells.js';

/** 'C' is a layer with weights, anything else an operator without. */
const outlineOf = (text: string): OutlineNode[] =>
  [...text].map((op, index) => ({
    op,
    output: `t${index}`,
    macs: op === 'C' ? 10 : 0,
    parameters: op === 'C' ? 1 : 0,
  }));

const stretch = (...nodes: number[]): ReplacedStretch => {
  const part = { latencyMs: null, macs: 1, parameters: 1, sizeBytes: 1 };
  return { alternative: 'x', member: 'm', nodes, original: part, own: part };
};

/** Cells as their operators, the replaced ones with their stretch in front. */
const cellsOf = (text: string, ...stretches: ReplacedStretch[]): string =>
  outlineCells(outlineOf(text), stretches)
    .map((cell) => `${cell.stretch ?? ''}${cell.ops.join('')}`)
    .join(' ');

for (const [name, text, stretches, cells] of [
  ['an operator joins the layer in front of it', 'CrCra', [], 'Cr Cra'],
  ['operators in front of all layers join the first', 'prCrC', [], 'prCr C'],
  ['a stretch ends a cell in the middle of a layer', 'CrCr', [stretch(1, 2)], 'C 0r' + 'C r'],
  ['each stretch has its number', 'CrCrC', [stretch(0, 1), stretch(4)], '0Cr Cr 1C'],
  ['no layer at all', 'rpr', [], 'rpr'],
  ['no node', '', [], ''],
] as const) {
  test(name, () => assert.is(cellsOf(text, ...stretches), cells));
}

test('costs of a cell are those of its nodes', () => {
  const [cell] = outlineCells(outlineOf('CrC'), []);
  assert.equal([cell!.macs, cell!.parameters], [10, 1]);
});

for (const [name, text, stretches, runs] of [
  ['one run', 'CCCC', [stretch(1, 2)], ['0: 1-3']],
  ['up to the end', 'CCCC', [stretch(2, 3)], ['0: 2-4']],
  ['the longest of several, where another branch lies between', 'CCCCC', [stretch(0, 2, 3)], ['0: 2-4']],
  ['all of them', 'CCC', [stretch(0), stretch(1, 2)], ['0: 0-1', '1: 1-3']],
  ['nothing replaced', 'CC', [], []],
] as const) {
  test(`runs: ${name}`, () =>
    assert.equal(
      longestRuns(outlineCells(outlineOf(text), stretches)).map(
        (run) => `${run.stretch}: ${run.start}-${run.end}`,
      ),
      runs,
    ));
}

test.run();
