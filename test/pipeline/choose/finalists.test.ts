import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { finalistsOf } from '../../../src/pipeline/choose/finalists.js';
import type { MeasuredStudent } from '../../../src/pipeline/choose/measured-students.js';
import { VIEWS } from '../../../src/pipeline/choose/views.js';
import { wholeNetworks } from '../../../src/pipeline/choose/whole-networks.js';
import type { Trained } from '../../../src/pipeline/trained.js';

const TEACHER_MACS = 100;
const node = (name: string) => ({ name, opType: 'Relu', outputs: [name] });
const teacher = { name: 'large', graph: { nodes: [node('a'), node('b')] } };

interface Made {
  readonly id: string;
  readonly member: string;
  /** Undefined: a stretch of the teacher. */
  readonly whole?: boolean;
  readonly loss: number;
  readonly macs: number;
}

const alternativeOf = ({ id, member, whole = true }: Made) => ({
  id,
  member,
  kind: id.startsWith('member') ? 'member' : 'prune',
  replaces: { from: 'x', to: 'y', nodes: whole ? ['a', 'b'] : ['a'] },
});

const choiceOf = (made: Made) =>
  ({
    chosen: [{ alternative: alternativeOf(made) }],
    student: made.id,
    loss: made.loss,
    costs: { macs: made.macs },
  }) as unknown as MeasuredStudent;

const idsOf = (choices: readonly MeasuredStudent[]) =>
  choices.map(({ chosen: [{ alternative }] }) => alternative.id);

/** Judged on more samples than the losses are of: there the second member is the better one. */
const judge = {
  unit: 1,
  teacherValue: 1,
  quality: { loss: (one: number, other: number) => one - other },
  of: async (student: unknown) => (student === 'member:middle' ? 0.9 : 0.8),
};

test('finalists: the best of each view, the best member, the best cut of each member', async () => {
  const held = [
    { id: 'member:small', member: 'small', loss: 0.01, macs: 30 },
    { id: 'member:middle', member: 'middle', loss: 0.012, macs: 30 },
    { id: 'cut of small', member: 'small', loss: 0.02, macs: 20 },
    { id: 'worse cut of small', member: 'small', loss: 0.03, macs: 20 },
    { id: 'cut of middle', member: 'middle', loss: 0.03, macs: 30 },
    { id: 'stretch', member: 'middle', whole: false, loss: 0.2, macs: 45 },
    { id: 'cut of large', member: 'large', loss: 0.05, macs: 31 },
    { id: 'hopeless', member: 'huge', loss: 0.09, macs: 31 },
  ].map(choiceOf);
  const found = await finalistsOf({ teacher, judge } as unknown as Trained, held, VIEWS, TEACHER_MACS);
  assert.equal(idsOf(found), [
    'member:small',
    'member:middle',
    'cut of large',
    'cut of middle',
    'cut of small',
  ]);
});

test('a view that counts what is left of the network has a finalist of its own', async () => {
  const held = [
    { id: 'cut of small', member: 'small', loss: 0.02, macs: 20 },
    { id: 'larger cut of small', member: 'small', loss: 0.04, macs: 90 },
  ].map(choiceOf);
  const found = await finalistsOf({ teacher, judge } as unknown as Trained, held, VIEWS, TEACHER_MACS);
  assert.equal(idsOf(found), ['cut of small', 'larger cut of small']);
});

test('whole networks are told apart from stretches, members from cuts, the least loss first', () => {
  const all = [
    { id: 'member:small', member: 'small', loss: 0.01, macs: 30 },
    { id: 'worse', member: 'small', loss: 0.03, macs: 20 },
    { id: 'better', member: 'small', loss: 0.02, macs: 25 },
    { id: 'other', member: 'large', loss: 0.1, macs: 31 },
    { id: 'stretch', member: 'small', whole: false, loss: 0, macs: 45 },
  ];
  const candidates = all.map(({ id, loss, macs }) => ({
    id,
    nodes: [0, 1],
    delta: { latency: -1, size: 0, parameters: 0, macs: macs - TEACHER_MACS },
    qualityLoss: loss,
  }));
  const alternatives = all.map((made) => ({ alternative: alternativeOf(made) }));
  const costs = { latency: 3, size: 9, parameters: 9, macs: TEACHER_MACS };
  const { members, cuts } = wholeNetworks({ teacher, alternatives } as unknown as Trained, candidates, costs);
  const idsOfAssignments = (some: typeof members) => some.map(({ chosen: [id] }) => id);
  assert.equal(idsOfAssignments(members), ['member:small']);
  assert.equal(
    [...cuts].map(([member, of]) => [member, idsOfAssignments(of)]),
    [
      ['small', ['better', 'worse']],
      ['large', ['other']],
    ],
  );
  assert.equal(members[0].predicted, { latency: 2, size: 9, parameters: 9, macs: 30 });
});

test.run();
