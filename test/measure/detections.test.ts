import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BespokeError } from '../../src/errors.js';
import {
  asBoxes,
  boxStatistics,
  detectionHead,
  detectionsF1,
  hasBoxes,
} from '../../src/measure/detections.js';
import { quality } from '../../src/measure/metrics.js';
import { inForm, shapesIn } from '../../src/measure/output-form.js';
import { concatOutputs, type Output, type Outputs } from '../../src/measure/outputs.js';

/** Centre, width, height, scores of the classes. */
type Row = readonly number[];
const POSITIONS = 12;

/** Rows at the first positions of one sample; nothing at the others. */
const rowsOf = (rows: readonly Row[], values: number): number[][] =>
  Array.from({ length: POSITIONS }, (_, at) => [...(rows[at] ?? Array<number>(values).fill(0))]);

/** [4 + 2, positions] */
function columns(...rows: readonly Row[]): Outputs {
  const all = rowsOf(rows, 6);
  const data = Array.from({ length: 6 }, (_, value) => all.map((row) => row[value]!)).flat();
  return [{ name: 'output0', dims: [6, POSITIONS], data: Float32Array.from(data) }];
}

/** [positions, 5 + 2]: the same boxes, sure of any object by the largest score, and of the class. */
const rows = (...given: readonly Row[]): Outputs => {
  const all = given.map(([x, y, w, h, a, b]) => {
    const sure = Math.max(a!, b!);
    return [x!, y!, w!, h!, sure, a! / sure, b! / sure];
  });
  return [{ name: 'output', dims: [POSITIONS, 7], data: Float32Array.from(rowsOf(all, 7).flat()) }];
};

/** Boxes as corners, and scores behind that of the background. */
const pair = (...given: readonly Row[]): Outputs => {
  const boxes = given.map(([x, y, w, h]) => [x! - w! / 2, y! - h! / 2, x! + w! / 2, y! + h! / 2]);
  const scores = given.map(([, , , , a, b]) => [0.99, a!, b!]);
  return [
    { name: 'scores', dims: [POSITIONS, 3], data: Float32Array.from(rowsOf(scores, 3).flat()) },
    { name: 'boxes', dims: [POSITIONS, 4], data: Float32Array.from(rowsOf(boxes, 4).flat()) },
  ];
};

/** Boxes as corners, scores by class. */
const suppressed = (...given: readonly Row[]): Outputs => {
  const [scores, boxes] = pair(...given);
  const data = Float32Array.from({ length: 2 * POSITIONS }, (_, at) => {
    const [value, position] = [Math.floor(at / POSITIONS), at % POSITIONS];
    return scores!.data[3 * position + 1 + value]!;
  });
  return [boxes!, { name: 'scores', dims: [2, POSITIONS], data }];
};

const layouts = { columns, rows, pair, suppressed };
const one: Row = [10, 10, 4, 4, 0.9, 0.1];
const other: Row = [30, 10, 8, 8, 0.2, 0.6];
const f1 = (own: Outputs, teacher: Outputs): number => quality('detections', { outputs: own, teacher });
const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

for (const [name, of] of Object.entries(layouts)) {
  test(`${name}: the teacher's own boxes are all found`, () => {
    assert.is(f1(of(one, other), of(one, other)), 1);
    assert.equal(detectionHead(of(one))?.kind, name);
  });

  test(`${name}: a box that is missing, one too many, and another class`, () => {
    close(f1(of(one), of(one, other)), 2 / 3);
    close(f1(of(one, other), of(one)), 2 / 3);
    assert.is(f1(of([10, 10, 4, 4, 0.1, 0.9]), of(one)), 0);
  });

  test(`${name}: a box has to overlap by half`, () => {
    // A width of 4 shifted by 1.3 overlaps by 2.7 of 5.3; by 1.4 by 2.6 of 5.4.
    assert.is(f1(of([11.3, 10, 4, 4, 0.9, 0.1]), of(one)), 1);
    assert.is(f1(of([11.4, 10, 4, 4, 0.9, 0.1]), of(one)), 0);
  });

  test(`${name}: of overlapping boxes of a class only the best is left, and each is found once`, () => {
    const near: Row = [10.5, 10, 4, 4, 0.8, 0.1];
    assert.is(f1(of(one, near), of(one)), 1);
    assert.is(
      f1(of(one, [10.5, 10, 4, 4, 0.1, 0.8]), of(one, [10.5, 10, 4, 4, 0.1, 0.8])),
      1,
      'of two classes',
    );
    // Overlaps with the one of the teacher's by more than half, with each other by less than 0.45.
    close(f1(of([9, 10, 4, 4, 0.9, 0], [11, 10, 4, 4, 0.8, 0]), of(one)), 2 / 3);
  });

  test(`${name}: scores below a quarter count for nothing, not even where they are not numbers`, () => {
    assert.is(f1(of(one, [30, 10, 8, 8, 0.2, 0.24]), of(one)), 1);
    assert.is(f1(of([10, 10, 4, 4, Number.NaN, Number.NaN]), of(one)), 0);
    assert.is(f1(of([Number.NaN, 10, 4, 4, 0.9, 0.1]), of(one)), 0);
    assert.is(f1(of(), of()), 1, 'nothing to find, nothing found');
  });
}

test('F1 is over all samples, whose boxes do not mix', () => {
  const [own, teacher] = [
    concatOutputs([columns(one), columns(other)]),
    concatOutputs([columns(one), columns()]),
  ];
  close(f1(own, teacher), 2 / 3);
  assert.is(f1(concatOutputs([columns(one), columns()]), concatOutputs([columns(), columns(one)])), 0);
});

test('kept as boxes they give the same, in a shape that does not depend on the network', () => {
  const own = concatOutputs([columns(one, other), columns(other)]);
  const teacher = concatOutputs([columns(one), columns(one, other)]);
  const [kept, keptTeacher] = [inForm(own, 'boxes'), inForm(teacher, 'boxes')];
  assert.is(detectionsF1(kept[0]!, keptTeacher[0]!), f1(own, teacher));
  assert.is(f1(kept, keptTeacher), f1(own, teacher));
  assert.is(asBoxes(kept, { kind: 'columns' }), kept[0]);
  const graph = { outputs: [{ name: 'output0', dtype: 'float32', dims: [1, 6, POSITIONS] }] } as const;
  const [shape] = shapesIn('boxes', graph);
  assert.equal(shape, { name: kept[0]!.name, dims: kept[0]!.dims });
  assert.is(kept[0]!.data.length, 2 * shape!.dims[0]! * shape!.dims[1]!);
  assert.ok(hasBoxes(kept[0]!));
  assert.not.ok(hasBoxes(inForm(columns(), 'boxes')[0]!));
});

test('no more than 300 boxes are kept, those with the highest scores', () => {
  const data = new Float32Array(5 * 400);
  for (let at = 0; at < 400; at++) data.set([100 * at, 0, 1, 1, 0.5 + at / 1000], 5 * at);
  const many: Outputs = [{ name: 'y', dims: [400, 5], data }];
  const transposed = new Float32Array(5 * 400).map((_, at) => data[(at % 400) * 5 + Math.floor(at / 400)]!);
  const [kept] = inForm([{ name: 'y', dims: [5, 400], data: transposed }], 'boxes');
  assert.is(detectionHead(many), undefined, 'a fifth value alone is no class');
  const scores = Array.from({ length: 300 }, (_, index) => kept!.data[6 * index + 1]!);
  assert.ok(scores.every((score, index) => index === 0 || score < scores[index - 1]!));
  close(scores[299]!, 0.5 + 100 / 1000);
});

test('spread of scores and size of boxes, weighted by how sure each is', () => {
  const expected = [one, other].map(([, , w, h, a, b]) => ({ area: w! * h!, sure: Math.max(a!, b!) }));
  const sure = expected.reduce((sum, each) => sum + each.sure, 0);
  const meanArea = expected.reduce((sum, each) => sum + each.area * each.sure, 0) / sure;
  const variance = (values: readonly number[]): number => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };
  const scores = rowsOf([one, other], 6).flatMap((row) => row.slice(4));
  const inColumns = boxStatistics(columns(one, other)[0]!, 'columns');
  close(inColumns.meanArea, meanArea);
  close(inColumns.scoreVariance, variance(scores));
  const inRows = boxStatistics(rows(one, other)[0]!, 'rows');
  close(inRows.meanArea, meanArea);
  const withSureness = rowsOf([one, other], 6).flatMap((row) => {
    const best = Math.max(row[4]!, row[5]!);
    return best === 0 ? [0, 0, 0] : [best, row[4]! / best, row[5]! / best];
  });
  close(inRows.scoreVariance, variance(withSureness));
  assert.is(boxStatistics(columns()[0]!, 'columns').meanArea, 0);
});

test('outputs that hold no boxes are refused, with what is accepted', () => {
  const output = (...dims: readonly number[]): Output => ({ name: 'y', dims, data: new Float32Array(8) });
  for (const outputs of [
    [output(8)],
    [output(4, 8)],
    [output(8, 5)],
    [output(6, 6)],
    [output(2, 4), output(2, 4), output(1, 2)],
  ])
    assert.throws(
      () => f1(outputs, outputs),
      (error: BespokeError) => error.code === 'QUALITY_DETECTIONS' && error.message.includes('YOLOv8'),
    );
});

test.run();
