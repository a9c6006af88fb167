import { foldAdapters } from '../house/fold-adapters.js';
import { between } from '../onnx/between.js';
import { costOf } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import type { SubNetwork } from '../onnx/sub-network.js';
import { keyOf } from '../store/key.js';
import { imitateTask } from '../train/imitate/imitate.js';
import type { ImitationResult } from '../train/imitate/imitation-job.js';
import { ActivationFiles, sampleBytes, type WantedActivation } from './activation-files.js';
import type { Trained } from './build-target.js';
import type { Choice } from './measured-students.js';
import type { NormalMember } from './members.js';
import { preprocessingOf } from './preprocessing.js';
import { digestOf, type Session } from './session.js';
import { assemble, inOrder } from './student.js';
import type { TrainedAlternative } from './train-house.js';

/** Samples at most; solving takes as many as when the alternative was trained. */
const SAMPLES = 2048;
/** Activations of one tensor at most. */
const TENSOR_BYTES = 2 ** 28;
/** Share of an alternative's gradient steps that a block takes again. */
const STEPS_SHARE = 1 / 4;
const LEARNING_RATE = 5e-4;

/**
 * The student with its replacements trained once more, in topological order, on the activations that the student itself produces in front of
 * them, towards the teacher's behind them: so errors do not pile up. Each is solved by least squares, then trained by gradient steps, and keeps what
 * is best on held-out samples. A replacement with no other in front of it stays as it is.
 *
 * @param label names the folder of this student's activations.
 */
export async function polishStudent(
  session: Session,
  trained: Trained,
  { chosen }: Pick<Choice, 'chosen'>,
  label: string,
): Promise<Graph> {
  const { teacher, model } = trained;
  const files = new ActivationFiles(session, model.input, label);
  const blocks = inOrder(teacher.graph, chosen);
  for (const [index, block] of blocks.entries()) {
    session.context.signal.throwIfAborted();
    const { replaces } = block.alternative;
    if (!reads(teacher.graph, replaces, blocks.slice(0, index))) continue;
    const graph = assemble(teacher.graph, blocks);
    const prefix = between(
      graph,
      graph.inputs.map(({ name }) => name),
      [replaces.from],
    );
    const student: NormalMember = { ...teacher, name: 'student', graph, digest: digestOf(prefix) };
    blocks[index] = await polished(session, trained, block, student, files);
  }
  await files.keepOnly([]);
  return assemble(teacher.graph, blocks);
}

async function polished(
  session: Session,
  { teacher, members, train, model }: Trained,
  block: TrainedAlternative,
  student: NormalMember,
  files: ActivationFiles,
): Promise<TrainedAlternative> {
  const { effort, seed } = session.plan;
  const { alternative, graph, digest } = block;
  const { from, to } = alternative.replaces;
  const engine = await session.engine();
  const byName = new Map(members.map((member) => [member.name, member]));
  const wholeBatches = (count: number): number =>
    Math.max(1, Math.floor(count / effort.batch)) * effort.batch;
  const affordable = Math.max(sampleBytes(student, from), sampleBytes(teacher, to));
  const samples = wholeBatches(
    Math.min(SAMPLES, effort.samples, train.order.length, TENSOR_BYTES / affordable),
  );
  const solveSamples = Math.min(samples, wholeBatches(effort.solveSamples));
  // Folding may have joined a layer with its neighbour: what is left under its name is solved.
  const layers = new Set(graph.nodes.map(nodeId));
  const solve = alternative.solve.filter(({ layer, at }) => layers.has(layer) && layers.has(at));
  const steps = teacher.graph.outputs.some(({ name }) => name === to)
    ? 0
    : Math.floor(
        STEPS_SHARE *
          Math.min(
            effort.steps,
            (effort.trainGigaMacs * 1e9) / (Math.max(1, costOf(graph).macs) * effort.batch),
          ),
      );
  const at = (member: NormalMember, tensor: string, count: number): WantedActivation => ({
    member,
    samples: train,
    tensor,
    count,
  });
  const input = at(student, from, samples);
  const target = at(teacher, to, samples);
  const references = [
    ...new Map(solve.map(({ reference }) => [JSON.stringify(reference), reference])).values(),
  ].map((ref) => ({ ref, wanted: at(byName.get(ref.member)!, ref.tensor, solveSamples) }));
  const key = keyOf('polished block', 1, {
    block: digest,
    id: alternative.id,
    solve: solve.map(({ layer }) => layer),
    prefix: student.digest,
    members: members.map((member) => member.digest),
    data: train.digest,
    input: preprocessingOf(model.input),
    samples,
    solveSamples,
    steps,
    batch: effort.batch,
    learningRate: LEARNING_RATE,
    seed,
    engine,
  });
  const made = await session.graph(key, async () => {
    const wanted = [input, target, ...references.map((each) => each.wanted)];
    await files.keepOnly(wanted);
    await files.ensure(wanted);
    const result = await session.workers.run<ImitationResult>(imitateTask, {
      engine,
      graph,
      solve,
      input: files.path(input),
      target: files.path(target),
      references: references.map(({ ref, wanted: each }) => ({ ref, path: files.path(each) })),
      samples,
      solveSamples,
      batch: effort.batch,
      steps,
      learningRate: LEARNING_RATE,
      seed,
      label: alternative.id,
    });
    return foldAdapters(result.graph);
  });
  return { ...block, graph: made, digest: digestOf(made) };
}

/** Whether the input of a place depends on one of these replacements. */
function reads(teacher: Graph, { from }: SubNetwork, replacements: readonly TrainedAlternative[]): boolean {
  const inputs = teacher.inputs.map(({ name }) => name);
  if (inputs.includes(from)) return false;
  const before = new Set(between(teacher, inputs, [from]).nodes.map(nodeId));
  return replacements.some(({ alternative }) => alternative.replaces.nodes.some((node) => before.has(node)));
}
