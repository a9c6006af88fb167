import type { Environment } from '../measure/open-latency-source.js';
import { costOf } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { replace } from '../onnx/replace.js';
import type { Costs } from './limits.js';
import { measureStudent, teacherLatency, timedFile } from './measure-latency.js';
import type { NormalMember } from './members.js';
import type { Session } from './session.js';
import type { TrainedAlternative } from './train-house.js';

/** Replacements in the topological order of their places. */
export function inOrder(teacher: Graph, chosen: readonly TrainedAlternative[]): TrainedAlternative[] {
  const order = new Map(teacher.nodes.map((node, index) => [nodeId(node), index]));
  const first = ({ alternative }: TrainedAlternative): number => order.get(alternative.replaces.nodes[0])!;
  return [...chosen].sort((a, b) => first(a) - first(b));
}

/** The teacher with replacements. */
export const assemble = (teacher: Graph, chosen: readonly TrainedAlternative[]): Graph =>
  replace(
    teacher,
    inOrder(teacher, chosen).map(({ alternative, graph }) => ({ subNetwork: alternative.replaces, graph })),
  );

/** The file that is emitted for a graph. */
export const emitted = (teacher: NormalMember, graph: Graph): Uint8Array => timedFile(teacher, graph).model;

/**
 * Costs of a student. Its latency is the median ratio to the teacher, timed in turn, times the teacher's, which is measured once: so what
 * is measured at different times of a busy machine can be compared.
 */
export async function costsOf(
  session: Session,
  environment: Environment,
  teacher: NormalMember,
  student: Graph,
): Promise<{ readonly student: Costs; readonly teacherMs: number }> {
  const original = timedFile(teacher, teacher.graph);
  const teacherMs = await teacherLatency(session, environment, original);
  const costs = staticCosts(teacher, student);
  if (student === teacher.graph) return { student: { ...costs, latency: teacherMs }, teacherMs };
  const { ratio } = await measureStudent(session, environment, original, timedFile(teacher, student));
  return { student: { ...costs, latency: ratio * teacherMs }, teacherMs };
}

/** What needs no measuring. */
export function staticCosts(teacher: NormalMember, student: Graph): Omit<Costs, 'latency'> {
  const { macs, parameters } = costOf(student);
  return { size: emitted(teacher, student).length, parameters, macs };
}
