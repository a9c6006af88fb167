import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Graph } from '../../../src/onnx/graph.js';
import { assemble, inOrder } from '../../../src/pipeline/costs/student.js';
import { runOutputs } from '../../../src/pipeline/quality/outputs.js';
import { polishStudent } from '../../../src/pipeline/retrain/polish-student.js';
import type { TrainedAlternative } from '../../../src/pipeline/trained-alternative.js';
import { inTrained } from '../in-trained.js';
import { inTinyProject } from '../tiny-project.js';

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
    inTrained(project, { effort: { prune: 8, subNetworks: 10 } }, async ({ session, shared }) => {
      const trained = shared.for(session.plan.targets[0]);
      const { teacher, judge, model } = trained;
      const chosen = disjoint(trained.alternatives, teacher.graph.nodes.length);
      assert.ok(chosen.length >= 2, `${chosen.length} replacements`);
      const assembled = assemble(teacher.graph, chosen);
      const polished = await polishStudent(session, trained, { chosen }, 'polish');
      const error = async (graph: Graph): Promise<number> => {
        const { samples } = judge;
        const scores = async (of: Graph) =>
          (await runOutputs(session, model, of, samples, samples.count, 'scores'))[0].data;
        const [own, wanted] = [await scores(graph), await scores(teacher.graph)];
        return own.reduce((sum, value, at) => sum + (value - wanted[at]) ** 2, 0);
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
    inTrained(project, { effort: { prune: 8, subNetworks: 10 } }, async ({ session, shared }) => {
      const trained = shared.for(session.plan.targets[0]);
      const [one] = trained.alternatives;
      const polished = await polishStudent(session, trained, { chosen: [one] }, 'polish');
      assert.equal(polished, assemble(trained.teacher.graph, [one]));
    }),
  ));

test.run();
