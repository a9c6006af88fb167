import { costOf } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { replace } from '../onnx/replace.js';
import { writeGraph } from '../onnx/write-graph.js';
import type { Costs } from './limits.js';
import { type Environment, measureStudent } from './measure-latency.js';
import type { NormalMember } from './members.js';
import type { Session } from './session.js';
import type { TrainedAlternative } from './train-house.js';

/** The teacher with replacements, in the order of their place. */
export function assemble(teacher: Graph, chosen: readonly TrainedAlternative[]): Graph {
  const order = new Map(teacher.nodes.map((node, index) => [nodeId(node), index]));
  const first = ({ alternative }: TrainedAlternative): number => order.get(alternative.replaces.nodes[0])!;
  const sorted = [...chosen].sort((a, b) => first(a) - first(b));
  return replace(
    teacher,
    sorted.map(({ alternative, graph }) => ({ subNetwork: alternative.replaces, graph })),
  );
}

/** The file that is emitted for a graph: with an open batch where the teacher's file has one. */
export const emitted = (teacher: NormalMember, graph: Graph): Uint8Array =>
  writeGraph(graph, { batch: teacher.dynamicBatch ? 'dynamic' : 1 });

/** Costs of a student, its latency measured beside the teacher's. */
export async function costsOf(
  session: Session,
  environment: Environment,
  teacher: NormalMember,
  student: Graph,
): Promise<{ readonly student: Costs; readonly teacherMs: number }> {
  const file = emitted(teacher, student);
  const { medianMs, referenceMs } = await measureStudent(
    session,
    environment,
    emitted(teacher, teacher.graph),
    file,
  );
  const { macs, parameters } = costOf(student);
  return { student: { latency: medianMs, size: file.length, parameters, macs }, teacherMs: referenceMs };
}
