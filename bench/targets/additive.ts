import { loadPlan } from '../../src/config/load-plan.js';
import { collectAlternatives, measureMembers } from '../../src/pipeline/alternatives/collect-alternatives.js';
import { imitationRungs } from '../../src/pipeline/alternatives/imitation-rungs.js';
import { trainRung } from '../../src/pipeline/alternatives/train-rung.js';
import { measureLatencies } from '../../src/pipeline/costs/measure-latency.js';
import { assemble, costsOf } from '../../src/pipeline/costs/student.js';
import { loadMembers } from '../../src/pipeline/inputs/members.js';
import { readInputs } from '../../src/pipeline/inputs/model-inputs.js';
import { loadSamples } from '../../src/pipeline/inputs/sample-split.js';
import { isForAll, type TrainedAlternative } from '../../src/pipeline/trained-alternative.js';
import { type Rng, rngOf } from '../../src/random.js';
import { benchSession } from '../bench-session.js';

const STUDENTS = 10;

/**
 * The additive prediction of latency against the measured whole, for random assignments of the house: replacements are
 * drawn until no more fit, whole networks left out (they predict themselves).
 */
export async function additive(config: Record<string, unknown>): Promise<string> {
  const plan = await loadPlan({ cwd: process.cwd(), inline: config });
  const session = benchSession(plan);
  try {
    const [model] = plan.models;
    const [target] = plan.targets;
    const inputs = await readInputs(plan, model, session.context.signal);
    const members = await loadMembers(session, model, inputs.members);
    const [teacher] = members;
    const train = await loadSamples(session, model, 'train', inputs.train, teacher);
    const house = await collectAlternatives(session, await measureMembers(session, model, members, train));
    const imitation = { session, engine: await session.engine(), members, train, input: model.input };
    const segments = house.alternatives.map((each) => ({
      work: imitationRungs(imitation, each)[0],
      from: each.graph,
    }));
    const byId = await trainRung(imitation, segments, model.name);
    const trained = house.alternatives.map(({ id }) => byId.get(id)!);
    const alone = await measureLatencies(session, target, teacher, trained, model.name);
    const { teacherMs } = await costsOf(session, target, teacher, teacher.graph);
    const parts = trained.filter(({ alternative }) => !isForAll(teacher, alternative));
    const rows: string[] = [];
    const errors: number[] = [];
    for (let index = 0; index < STUDENTS; index++) {
      const chosen = drawn(parts, rngOf(plan.seed, 'additive', index));
      const delta = chosen.reduce((sum, { alternative: { id } }) => {
        const { alternativeMs, originalMs } = alone.get(id)!;
        return sum + alternativeMs - originalMs;
      }, 0);
      const { student, teacherMs: beside } = await costsOf(
        session,
        target,
        teacher,
        assemble(teacher.graph, chosen),
      );
      const predicted = (teacherMs + delta) / teacherMs;
      const measured = student.latency / beside;
      errors.push(Math.abs(predicted / measured - 1));
      rows.push(
        `| ${chosen.length} | ${(100 * predicted).toFixed(1)} % | ${(100 * measured).toFixed(1)} % | ${(100 * errors[index]).toFixed(1)} % |`,
      );
    }
    const sorted = errors.toSorted((a, b) => a - b);
    const median = (sorted[STUDENTS / 2 - 1] + sorted[STUDENTS / 2]) / 2;
    return [
      '| replacements | predicted, of the teacher | measured | error |',
      '| ---: | ---: | ---: | ---: |',
      ...rows,
      `\nMedian error of the additive prediction: ${(100 * median).toFixed(1)} %`,
    ].join('\n');
  } finally {
    await session.close();
  }
}

/** Compatible replacements in random order, up to five. */
function drawn(parts: readonly TrainedAlternative[], rng: Rng): TrainedAlternative[] {
  const taken = new Set<string>();
  const chosen: TrainedAlternative[] = [];
  for (const part of rng.shuffle([...parts])) {
    const { nodes } = part.alternative.replaces;
    if (chosen.length === 5 || nodes.some((node) => taken.has(node))) continue;
    for (const node of nodes) taken.add(node);
    chosen.push(part);
  }
  return chosen;
}
