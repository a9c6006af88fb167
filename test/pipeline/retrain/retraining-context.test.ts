import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RetrainingContext } from '../../../src/pipeline/retrain/retraining-context.js';
import { inTrained } from '../in-trained.js';
import { inTinyProject, target } from '../tiny-project.js';

const classroomTest = suite('Classroom');

classroomTest('students at lessons share the cores of the workers', () =>
  inTinyProject((project) =>
    inTrained(project, { targets: [target('one', { macs: '90%' })] }, async ({ session, shared }) => {
      const { model, classroom, train, judge } = shared.for(session.plan.targets[0]);
      const room = (size: number, most?: number): RetrainingContext => {
        const workers = { ...session.workers, size };
        return new RetrainingContext({ ...session, workers }, model, classroom.teachers, train, judge, most);
      };
      const eight = room(8, 6);
      const seen: number[] = [];
      const attend = async (more: number): Promise<void> =>
        eight.attended(async () => {
          seen.push(eight.threads);
          if (more > 0) await attend(more - 1);
          seen.push(eight.threads);
        });
      await attend(2);
      assert.equal(seen, [6, 4, 2, 2, 4, 6]);
      await eight.attended(() => Promise.reject(new Error('given up'))).catch(() => {});
      assert.is(eight.threads, 6, 'who gave up has left');
      assert.is(room(1).threads, 1);
    }),
  ),
);

classroomTest.run();
