import { foldAdapters } from '../../house/drafts/fold-adapters.js';
import { between } from '../../onnx/between.js';
import { type Graph, nodeId } from '../../onnx/graph.js';
import type { SubNetwork } from '../../onnx/sub-network.js';
import { keyOf } from '../../store/key.js';
import {
  type ImitationRung,
  imitateIn,
  jobOf,
  recipeOf,
  referencesOf,
} from '../alternatives/imitation-rungs.js';
import { stepsOf, wholeBatches } from '../alternatives/rungs.js';
import type { MeasuredStudent } from '../choose/measured-students.js';
import { assemble, inOrder } from '../costs/student.js';
import { ActivationFiles, sampleBytes } from '../inputs/activation-files.js';
import type { NormalMember } from '../inputs/members.js';
import { type BuildSession, digestOf } from '../session.js';
import type { Trained } from '../trained.js';
import type { TrainedAlternative } from '../trained-alternative.js';

/** Samples at most; solving takes as many as when the alternative was trained. */
const SAMPLES = 2048;
/** Activations of one tensor at most. */
const TENSOR_BYTES = 2 ** 28;
/** Share of an alternative's gradient steps that a block takes again. */
const STEPS_SHARE = 1 / 4;

/**
 * The student with its replacements trained once more, in topological order, on the activations that the student itself
 * produces in front of them, towards the teacher's behind them: so errors do not pile up. Each is solved by least
 * squares, then trained by gradient steps, and keeps what is best on held-out samples. A replacement with no other in
 * front of it stays as it is.
 *
 * @param label names the folder of this student's activations.
 */
export async function polishStudent(
  session: BuildSession,
  trained: Trained,
  { chosen }: Pick<MeasuredStudent, 'chosen'>,
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
  session: BuildSession,
  { teacher, members, train, model }: Trained,
  block: TrainedAlternative,
  student: NormalMember,
  files: ActivationFiles,
): Promise<TrainedAlternative> {
  const { effort } = session.plan;
  const { alternative, graph, digest } = block;
  const { from, to } = alternative.replaces;
  const largest = Math.max(sampleBytes(student, from), sampleBytes(teacher, to));
  const samples = wholeBatches(
    Math.min(SAMPLES, effort.samples, train.order.length, TENSOR_BYTES / largest),
    effort.batch,
  );
  const solveSamples = Math.min(samples, wholeBatches(effort.solveSamples, effort.batch));
  // Folding may have joined a layer with its neighbour: what is left under its name is solved.
  const layers = new Set(graph.nodes.map(nodeId));
  const solve = alternative.solve.filter(({ layer, at }) => layers.has(layer) && layers.has(at));
  const steps = Math.floor(STEPS_SHARE * stepsOf(effort, teacher, alternative));
  const input = { member: student, samples: train, tensor: from, count: samples };
  const target = { member: teacher, samples: train, tensor: to, count: samples };
  const [, second] = alternative.graph.inputs;
  const row = second && { member: teacher, samples: train, tensor: second.name, count: samples };
  const references = referencesOf({ members, train }, solve, solveSamples);
  const wanted = [input, target, ...(row === undefined ? [] : [row]), ...references];
  const engine = await session.engine();
  const key = keyOf('polished block', 4, {
    block: digest,
    id: alternative.id,
    solve: solve.map(({ layer }) => layer),
    prefix: student.digest,
    members: members.map((member) => member.digest),
    ...recipeOf({ session, engine, train, input: model.input }, samples, { solveSamples, steps }),
  });
  const work: ImitationRung = {
    alternative,
    rung: 0,
    key,
    input,
    target,
    row,
    solve,
    references,
    wanted,
    samples,
    solveSamples,
    steps,
  };
  const made = await session.graph(key, async () => {
    await files.keepOnly(wanted);
    await files.ensure(wanted);
    const job = jobOf(work, graph, files, { session, engine });
    return foldAdapters((await imitateIn(session.workers, job)).graph);
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
