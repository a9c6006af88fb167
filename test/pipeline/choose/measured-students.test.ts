import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KnownTiming, Latencies } from '../../../src/measure/latencies.js';
import { type MeasuredStudent, MeasuredStudents } from '../../../src/pipeline/choose/measured-students.js';
import { CostBias, NOISE } from '../../../src/pipeline/costs/cost-bias.js';
import { measureLatencies } from '../../../src/pipeline/costs/measure-latency.js';
import { assemble, costsOf } from '../../../src/pipeline/costs/student.js';
import type { BuildSession } from '../../../src/pipeline/session.js';
import { type InTrained, inTrained } from '../in-trained.js';
import { inTinyProject, poolAlone, target } from '../tiny-project.js';

const test = suite('MeasuredStudents');

const LIMIT_MS = 0.5;

interface Scripted {
  /** Share of the teacher's latency, measured once. */
  readonly once: number;
  /** Measured again; undefined: it cannot be. */
  readonly again?: number;
  readonly more?: Pick<KnownTiming, 'predicted'>;
}

/** A teacher that takes a millisecond, and one student. */
function scripted({ once, again, more }: Scripted): Latencies & { repeats: number } {
  let ratio = once;
  const latencies: Latencies & { repeats: number } = {
    identity: 'scripted',
    repeats: 0,
    pending: async () => [],
    async compare([{ reference, candidates }]) {
      const own = candidates[0].structure === reference.structure;
      const timing = { ratio: own ? 1 : ratio, medianMs: own ? 1 : ratio, referenceMs: 1, runs: 9 };
      return new Map([[candidates[0].key, own ? timing : { ...timing, ...more }]]);
    },
    close: async () => {},
  };
  if (again === undefined) return latencies;
  return Object.assign(latencies, {
    async repeat() {
      latencies.repeats++;
      ratio = again;
    },
  });
}

async function measured({ session, shared }: InTrained, latencies: Latencies): Promise<MeasuredStudent> {
  const [plan] = session.plan.targets;
  const bias = new CostBias([{ metric: 'latency', limit: LIMIT_MS }]);
  const students = new MeasuredStudents(
    { ...session, latency: async () => latencies },
    shared.for(plan),
    plan,
    bias,
  );
  const predicted = { latency: 0.4, size: 0, parameters: 0, macs: 0 };
  const [choice] = await students.measure([
    { chosen: ['member:small.onnx'], predicted, qualityLoss: 0, feasible: true, optimal: true },
  ]);
  assert.equal(students.all, [choice]);
  return choice;
}

test('only a latency that is too near to its limit to tell is measured again', () =>
  inTinyProject((project) =>
    inTrained(
      project,
      { targets: [target('half', { macs: '60%' })], alternatives: poolAlone },
      async (trained) => {
        for (const once of [0.49, 0.51]) {
          const latencies = scripted({ once, again: 0.45 });
          const { costs, noise } = await measured(trained, latencies);
          assert.equal([costs.latency, noise, latencies.repeats], [once, NOISE.once, 0]);
        }
        for (const again of [0.45, 0.55]) {
          const latencies = scripted({ once: 0.499, again });
          const { costs, noise } = await measured(trained, latencies);
          assert.equal([costs.latency, noise, latencies.repeats], [again, NOISE.settled, 1]);
        }
        const recorded = await measured(trained, scripted({ once: 0.499 }));
        assert.equal(
          [recorded.costs.latency, recorded.noise],
          [0.499, NOISE.settled],
          'a profile has what a live build settled on',
        );
        const predicted = { predicted: { error: 0.1, heldOut: 5 } };
        const guess = scripted({ once: 0.499, again: 0.45, more: predicted });
        const { costs, noise } = await measured(trained, guess);
        assert.equal([costs.latency, noise, guess.repeats], [0.499, NOISE.once, 0], 'predicted');
      },
    ),
  ));

test('an alternative to the whole teacher is timed as the file of the student that it is', () =>
  inTinyProject((project) =>
    inTrained(
      project,
      { targets: [target('half', { macs: '60%' })], alternatives: poolAlone },
      async ({ session, shared }) => {
        const [plan] = session.plan.targets;
        const { teacher, alternatives } = shared.for(plan);
        const latencies = scripted({ once: 0.4 });
        const pairs: string[][] = [];
        const noting: BuildSession = {
          ...session,
          latency: async () => ({
            ...latencies,
            pending: async (groups) => groups,
            compare(groups) {
              pairs.push(
                ...groups.flatMap(({ reference, candidates }) =>
                  candidates.map(({ structure }) => [reference.structure, structure]),
                ),
              );
              return latencies.compare(groups);
            },
          }),
        };
        const alone = await measureLatencies(noting, plan, teacher, alternatives, 'tiny');
        assert.equal(
          [...alone.values()].map(({ alternativeMs, originalMs }) => [alternativeMs, originalMs]),
          [[0.4, 1]],
        );
        const asAlternative = pairs.at(-1);
        pairs.length = 0;
        await costsOf(noting, plan, teacher, assemble(teacher.graph, alternatives));
        assert.equal(pairs.at(-1), asAlternative);
      },
    ),
  ));

test.run();
