import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prepareTarget } from '../../../src/pipeline/build-target.js';
import type { SearchedTarget } from '../../../src/pipeline/choose/searched-target.js';
import type { SelectedStudent } from '../../../src/pipeline/retrain/selected-student.js';
import { type DecidedTarget, shareStudents } from '../../../src/pipeline/retrain/share-students.js';
import type { BuildSession } from '../../../src/pipeline/session.js';
import type { Trained } from '../../../src/pipeline/trained.js';
import { inTrained } from '../in-trained.js';
import { inTinyProject, type TinyProject, target } from '../tiny-project.js';

/** Searched, not retrained: what retraining would come to is given. */
interface Searched {
  readonly session: BuildSession;
  readonly trained: Trained;
  readonly wide: SearchedTarget;
  readonly tight: SearchedTarget;
}

function searched(project: TinyProject, use: (searched: Searched) => Promise<void>): Promise<void> {
  const targets = [target('wide', { macs: '90%' }), target('tight', { macs: '50%' })];
  const config = { targets, alternatives: { member: false } };
  return inTrained(project, config, async ({ session, shared, watch }) => {
    const searchedTargets: SearchedTarget[] = [];
    for (const each of session.plan.targets)
      searchedTargets.push(await prepareTarget(session, shared.for(each), each, watch));
    const [wide, tight] = searchedTargets;
    await use({ session, trained: shared.for(wide.target), wide, tight });
  });
}

/** With the largest student that was measured. */
function decided(
  searched: SearchedTarget,
  qualities: Trained['qualities'],
  retrained: number,
): DecidedTarget {
  const [choice] = [...searched.search.measured].sort((one, other) => other.costs.macs - one.costs.macs);
  const steps = { assembled: 0, polished: 0, retrained };
  return { searched, selected: { choice, student: choice.student, steps, qualities } };
}

const shareStudentsTest = suite('shareStudents');

shareStudentsTest('each target takes the best student that holds its budgets', () =>
  inTinyProject((project) =>
    searched(project, async ({ session, trained, wide, tight }) => {
      const decide = (wideQuality: number, tightQuality: number) =>
        [
          decided(wide, trained.qualities, wideQuality),
          decided(tight, trained.qualities, tightQuality),
        ] as const;
      const share = (all: readonly DecidedTarget[], of: BuildSession = session): Promise<SelectedStudent[]> =>
        shareStudents(of, trained, all);
      const own = (all: readonly DecidedTarget[]): SelectedStudent[] => all.map(({ selected }) => selected);

      const narrowIsBetter = decide(0.8, 0.9);
      const [a, b] = own(narrowIsBetter);
      const [{ limit }] = tight.search.limits;
      assert.ok(a.choice.costs.macs > limit && b.choice.costs.macs <= limit, 'two students to tell apart');
      assert.equal(await share(narrowIsBetter), [b, b], 'the wide budget takes the better one');

      const wideIsBetter = decide(0.9, 0.8);
      assert.equal(await share(wideIsBetter), own(wideIsBetter), 'too large for the tight budget');

      const equal = decide(0.8, 0.8);
      assert.equal(await share(equal), own(equal), 'no gain');

      const [first, second] = narrowIsBetter;
      const lowering = { ...second.searched.lowering, precision: 'int8' as const };
      const otherPrecision = [first, { ...second, searched: { ...second.searched, lowering } }];
      assert.equal(await share(otherPrecision), own(otherPrecision), 'judged in another precision');

      const budgets = [{ metric: 'qualityDrop', limit: 0.3, unit: 'absolute', text: '0.3' }] as const;
      const wantsSpeed = [{ ...first, searched: { ...wide, target: { ...wide.target, budgets } } }, second];
      assert.equal(await share(wantsSpeed), own(wantsSpeed), 'wants speed, not quality');

      const phone = { ...wide.target, profile: 'phone.json', onUnprofiled: 'error' as const };
      const profiled = [{ ...first, searched: { ...wide, target: phone } }, second];
      assert.equal(await share(profiled), own(profiled), 'the profile was not made for it');

      const paper: BuildSession = { ...session, plan: { ...session.plan, search: { strategy: 'paper' } } };
      assert.equal(await share(narrowIsBetter, paper), own(narrowIsBetter), 'the paper has no such step');

      const costs = { ...first.selected.choice.costs, macs: 2 * wide.search.problem.teacher.macs };
      const overIt = {
        ...first,
        selected: { ...first.selected, choice: { ...first.selected.choice, costs } },
      };
      const worse = decided(tight, trained.qualities, 0.1);
      assert.equal(
        await share([overIt, worse]),
        [worse.selected, worse.selected],
        'a budget that is missed is held by a worse student',
      );
    }),
  ),
);

shareStudentsTest.run();
