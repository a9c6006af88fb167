import * as assert from 'uvu/assert';
import type { Outputs } from '../../src/measure/outputs.js';
import type { FamilyResult } from './build-family.js';

/** At least a quarter of the measured latency must go. */
const LATENCY = 0.75;
const AGREEMENT = 0.95;
/** Squared error of the student's map, against the teacher's, over the variance of the teacher's. */
const MAP_ERROR = 0.05;

/** The manifest of the build says so, of what it measured in turns. */
export function assertFaster({ target }: FamilyResult): void {
  const { teacher, student } = target.latencyMs;
  assert.ok(student <= LATENCY * teacher, `${student} ms, and the teacher ${teacher} ms`);
  assert.ok(target.budgets.every(({ met }) => met));
  assert.ok(target.replacements.length > 0);
}

/** Of every output, on digits that the build never saw. */
export function assertAgreement({ teacher, student }: FamilyResult): void {
  for (const [index, output] of student.entries()) {
    const agreement = agreementOf(teacher, student, index);
    assert.ok(agreement >= AGREEMENT, `${output.name}: agreement ${agreement}`);
  }
}

/** Of a map, on digits that the build never saw. */
export function assertSmallError(result: FamilyResult): void {
  const error = mapError(result);
  assert.ok(error <= MAP_ERROR, `squared error over variance ${error}`);
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
