import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProgressEvent } from '../../../src/pipeline/result.js';
import { inBuiltProject, isFittedWidth, target } from '../tiny-project.js';

const effort = { steps: 200, retrainGigaMacs: 0 };

/** Ids of the alternatives that were trained on each rung. */
function rungsOf(events: readonly ProgressEvent[]): Map<number, string[]> {
  const rungs = new Map<number, string[]>();
  for (const { trained } of events) {
    if (trained === undefined) continue;
    const { alternative, rung } = trained;
    rungs.set(rung, [...(rungs.get(rung) ?? []), alternative]);
  }
  return rungs;
}

test('all are trained a little, survivors on, and only what was on a rung goes to the next', () =>
  inBuiltProject({ effort }, async (_, { events, warnings }) => {
    const rungs = rungsOf(events);
    assert.equal([...rungs.keys()].sort(), [1, 2, 3]);
    const [all, some, few] = [1, 2, 3].map((rung) => new Set(rungs.get(rung)));
    assert.ok(some.size < all.size, 'dominated ones are set aside');
    assert.ok(few.size > 0 && few.size <= some.size);
    for (const id of some) assert.ok(all.has(id), id);
    for (const id of few) assert.ok(some.has(id), id);
    assert.equal(warnings, []);
  }));

test('another budget trains but widths of its own, another kind of budget what is not in the store', () =>
  inBuiltProject({ effort }, async (project, one) => {
    const first = target('half', { macs: '60%' });
    const other = await project.build({ effort, targets: [target('half', { macs: '45%' })] });
    assert.ok([...rungsOf(other.events).values()].flat().every(isFittedWidth));
    const two = await project.build({ effort, targets: [first, target('light', { size: '70%' })] });
    const done = new Set([...rungsOf(one.events)].flatMap(([rung, ids]) => ids.map((id) => `${rung} ${id}`)));
    const more = [...rungsOf(two.events)].flatMap(([rung, ids]) =>
      ids.filter((id) => !isFittedWidth(id)).map((id) => `${rung} ${id}`),
    );
    assert.ok(more.every((each) => !done.has(each) && !each.startsWith('1 ')));
    const bytes = ({ result }: typeof one): string =>
      Buffer.from(result.models[0].artifacts[0].bytes).toString('base64');
    assert.is(bytes(two), bytes(one), 'the first target keeps its file');
  }));

test('minutes are resolved, told, and found again by a build in which nothing changed', () =>
  inBuiltProject({ effort }, async (project) => {
    const minutes = { ...effort, minutes: 5 };
    const { events, result, warnings } = await project.build({ effort: minutes });
    const notes = events.flatMap(({ note = '' }) => (note.startsWith('effort for') ? [note] : []));
    assert.equal(notes, [
      'effort for 5 minutes: 200 steps, 50 GMAC an alternative',
      'effort for 5 minutes: 0 steps a student',
    ]);
    assert.equal([result.missed, warnings], [[], []]);
    const again = await project.build({ effort: minutes });
    assert.is(again.result.cached, true);
    assert.equal(again.events, []);
  }));

test.run();
