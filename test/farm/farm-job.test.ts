import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { jobId, signedAnswer, signedJob, verifiedAnswer, verifiedJob } from '../../src/farm/farm-job.js';

const secret = 'k'.repeat(32);
const blob = { sha256: 'ab'.repeat(32), size: 120 };
const other = { sha256: 'cd'.repeat(32), size: 120 };

test('a signed job is taken, and any change of it refused', () => {
  const job = signedJob({ task: 'imitate', job: blob, activations: 5 }, secret);
  assert.equal(verifiedJob(JSON.parse(JSON.stringify(job)), secret), job);
  const changes = [
    { task: 'retrain' },
    { job: other },
    { job: { ...blob, size: 121 } },
    { activations: 6 },
    { signature: job.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    { signature: undefined },
    { job: undefined },
    { job: { ...blob, sha256: '../../etc/passwd' } },
  ];
  for (const change of changes)
    assert.is(verifiedJob({ ...job, ...change }, secret), undefined, JSON.stringify(change));
  assert.is(verifiedJob(job, 'x'.repeat(32)), undefined);
  for (const wrong of [undefined, null, 3, 'text', [], {}]) assert.is(verifiedJob(wrong, secret), undefined);
});

test('an answer belongs to its job', () => {
  const id = jobId('imitate', blob);
  const answer = signedAnswer(id, { by: 'one', seconds: 2.5, result: blob }, secret);
  assert.equal(verifiedAnswer(JSON.parse(JSON.stringify(answer)), id, secret), answer);
  assert.is(verifiedAnswer(answer, jobId('imitate', other), secret), undefined);
  for (const change of [{ by: 'two' }, { seconds: 1 }, { result: other }, { signature: 'x' }])
    assert.is(verifiedAnswer({ ...answer, ...change }, id, secret), undefined);
  assert.is(verifiedAnswer(answer, id, 'x'.repeat(32)), undefined);
});

test('ids are equal for equal work alone', () => {
  const ids = [jobId('imitate', blob), jobId('retrain', blob), jobId('imitate', other)];
  assert.is(new Set(ids).size, 3);
  assert.is(jobId('imitate', { ...blob }), ids[0]);
  assert.match(ids[0]!, /^job-[0-9a-f]{64}$/);
});

test.run();
