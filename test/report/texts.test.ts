import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  budgetText,
  costText,
  lossText,
  millisecondsText,
  qualityText,
  secondsText,
} from '../../src/report/amounts.js';
import { axisUnit } from '../../src/report/axis-unit.js';
import { html } from '../../src/report/html.js';
import { placeLabels } from '../../src/report/place-labels.js';
import { describeAlternative } from '../../src/report/stretch-list.js';

for (const [text, expected] of [
  [millisecondsText(0.83992), '0.840 ms'],
  [millisecondsText(2.643), '2.64 ms'],
  [millisecondsText(123.4), '123 ms'],
  [secondsText(1.24), '1.2 s'],
  [secondsText(1493), '25 min'],
  [secondsText(3 * 3600 + 61), '3 h 1 min'],
  [costText('size', 1721616), '1.72 MB'],
  [costText('macs', 59425408), '59.4M'],
  [qualityText('top1', 0.8886), '88.86%'],
  [qualityText('mse', 0.00123456), '0.001235'],
  [lossText('agreement', 0.0044), '0.44 points'],
  [lossText('top1', -0.00001), '0.00 points'],
  [budgetText('qualityDrop', 'top1', 0.01), '1.00 points'],
  [budgetText('latency', 'top1', 1.5), '1.50 ms'],
  [axisUnit('size', 3.4e6).unit, 'MB'],
  [axisUnit('size', 23400).unit, 'KB'],
  [axisUnit('latency', 0.04).unit, 'µs'],
  [axisUnit('macs', 125e6).unit, 'M'],
] as const) {
  test(`'${expected}'`, () => assert.is(text, expected));
}

for (const [alternative, member, expected] of [
  ['member:resnet20.onnx', 'resnet20.onnx', 'resnet20.onnx as a whole'],
  ['shorten:111.01:member:resnet32.onnx', 'resnet32.onnx', 'resnet32.onnx as a whole, parts left out'],
  ['prune:0.50-norm:relu_1..relu_2', 'teacher.onnx', 'teacher.onnx, channels taken out'],
  [
    'decompose:0.75:shorten:11:import:a.onnx:x..y:p..q:adapted',
    'a.onnx',
    'a.onnx, a part of it, parts left out, convolutions of low rank',
  ],
] as const) {
  test(alternative, () => {
    const part = { latencyMs: null, macs: 1, parameters: 1, sizeBytes: 1 };
    assert.is(describeAlternative({ alternative, member, nodes: [], original: part, own: part }), expected);
  });
}

test('texts are escaped, pieces and lists of pieces are not, nothing is nothing', () => {
  const piece = html`<b title="${'"a" & \'b\''}">${'<i>'}</b>`;
  assert.is(piece.text, '<b title="&quot;a&quot; &amp; &#39;b&#39;">&lt;i&gt;</b>');
  assert.is(html`${[piece, 1]}${false}${undefined}`.text, `${piece.text}1`);
});

const frame = { left: 0, right: 300, top: 0, bottom: 200 };

test('labels: to the left of a mark at the right edge, beside all others', () => {
  const labels = placeLabels(
    [
      { text: 'left', x: 50, y: 100 },
      { text: 'right', x: 295, y: 20 },
    ],
    [],
    frame,
  );
  assert.equal(
    labels.map(({ text, anchor, y }) => [text, anchor, y]),
    [
      ['left', 'start', 100],
      ['right', 'end', 20],
    ],
  );
});

test('labels cover neither one another nor a mark', () => {
  const marks = [
    { text: 'resnet20', x: 150, y: 100 },
    { text: 'resnet32', x: 154, y: 101 },
    { text: 'teacher', x: 158, y: 102 },
  ];
  const labels = placeLabels(marks, [{ x: 180, y: 100 }], frame);
  assert.is(new Set(labels.map(({ x, y, anchor }) => `${x} ${y} ${anchor}`)).size, 3);
  for (const label of labels)
    if (label.anchor === 'start')
      assert.ok(Math.abs(label.y - 100) > 8, `${label.text} covers the mark at 180`);
});

test.run();
