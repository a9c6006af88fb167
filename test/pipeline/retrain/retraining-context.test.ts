import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RetrainingContext } from '../../../src/pipeline/retrain/retraining-context.js';
import { inTrained } from '../in-trained.js';
import { inTinyProject, target } from '../tiny-project.js';

const retrainingTest = suite('RetrainingContext');

retrainingTest('students at segments share the cores of the workers', () =>
  inTinyProject((project) =>
    inTrained(project, { targets: [target('one', { macs: '90%' })] }, async ({ session, shared }) => {
      const { model, retraining, train, judge } = shared;
      const room = (size: number, most?: number): RetrainingContext => {
        const workers = { ...session.workers, size };
        return new RetrainingContext({ ...session, workers }, model, retraining.teachers, train, judge, most);
      };
      const eight = room(8, 6);
      const seen: number[] = [];
      const retrain = async (more: number): Promise<void> =>
        eight.whileTraining(async () => {
          seen.push(eight.threads);
          if (more > 0) await retrain(more - 1);
          seen.push(eight.threads);
        });
      await retrain(2);
      assert.equal(seen, [6, 4, 2, 2, 4, 6]);
      await eight.whileTraining(() => Promise.reject(new Error('given up'))).catch(() => {});
      assert.is(eight.threads, 6, 'who gave up has left');
      assert.is(room(1).threads, 1);
    }),
  ),
);

retrainingTest.run();
