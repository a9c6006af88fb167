import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readInputs } from '../../src/build/model-inputs.js';
import { runOutputs } from '../../src/build/outputs.js';
import { polishStudent } from '../../src/build/polish-student.js';
import { openSession, type Session } from '../../src/build/session.js';
import { Stopwatch } from '../../src/build/stopwatch.js';
import { assemble, inOrder } from '../../src/build/student.js';
import type { TrainedAlternative } from '../../src/build/train-house.js';
import { trainModel } from '../../src/build/train-model.js';
import { loadPlan } from '../../src/config/load-plan.js';
import type { Graph } from '../../src/onnx/graph.js';
import { openStore } from '../../src/store/open-store.js';
import { inTinyProject, type TinyProject } from './tiny-project.js';

async function inSession(
  project: TinyProject,
  use: (
    session: Session,
    trained: ReturnType<Awaited<ReturnType<typeof trainModel>>['for']>,
  ) => Promise<void>,
): Promise<void> {
  const plan = await loadPlan({
    cwd: project.directory,
    inline: project.config({ effort: { approximated: 8, subNetworks: 10 } }),
    overrides: { workers: 2 },
  });
  const context = {
    signal: new AbortController().signal,
    onProgress: () => {},
    onWarning: () => {},
    clock: () => performance.now(),
  };
  const session = openSession(plan, context, openStore(plan.cacheDirectory));
  try {
    const [model] = plan.models;
    const inputs = await readInputs(plan, model, context.signal);
    const shared = await trainModel(session, model, inputs, new Stopwatch(context.clock));
    await use(session, shared.for(plan.targets[0]));
  } finally {
    await session.workers.close();
  }
}

/** Replacements for parts of the network that do not overlap, as many as there are. */
function disjoint(alternatives: readonly TrainedAlternative[], nodes: number): TrainedAlternative[] {
  const taken = new Set<string>();
  return alternatives.filter(({ alternative: { replaces } }) => {
    if (2 * replaces.nodes.length > nodes || replaces.nodes.some((node) => taken.has(node))) return false;
    for (const node of replaces.nodes) taken.add(node);
    return true;
  });
}

test('replacements behind others are trained on what the student itself produces', () =>
  inTinyProject((project) =>
    inSession(project, async (session, trained) => {
      const { teacher, judge, model } = trained;
      const chosen = disjoint(trained.alternatives, teacher.graph.nodes.length);
      assert.ok(chosen.length >= 2, `${chosen.length} replacements`);
      const assembled = assemble(teacher.graph, chosen);
      const polished = await polishStudent(session, trained, { chosen }, 'polish');
      const error = async (graph: Graph): Promise<number> => {
        const [{ data }] = await runOutputs(session, model, graph, judge.samples, judge.samples.count);
        return data.reduce((sum, value, at) => sum + (value - judge.teacher[0].data[at]) ** 2, 0);
      };
      assert.ok((await error(polished)) < (await error(assembled)), 'nearer to the teacher');

      const [first] = inOrder(teacher.graph, chosen);
      const weightsOf = (graph: Graph): string[] =>
        [...graph.initializers]
          .filter(([name]) => name.startsWith('r0/'))
          .map(([, { data }]) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'));
      assert.ok(first !== undefined && weightsOf(assembled).length > 0);
      assert.equal(weightsOf(polished), weightsOf(assembled), 'the first has nothing in front of it');
      const again = await polishStudent(session, trained, { chosen }, 'other');
      assert.equal(again, polished, 'from the store, or made again: the same');
    }),
  ));

test('a single replacement stays as it is', () =>
  inTinyProject((project) =>
    inSession(project, async (session, trained) => {
      const [one] = trained.alternatives;
      const polished = await polishStudent(session, trained, { chosen: [one] }, 'polish');
      assert.equal(polished, assemble(trained.teacher.graph, [one]));
    }),
  ));

test.run();
