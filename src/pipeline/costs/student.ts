import type { ExactMetric } from '../../config/metrics.js';
import type { TargetEnvironment } from '../../config/plan.js';
import type { PredictionError } from '../../measure/latencies.js';
import { type Graph, nodeId } from '../../onnx/graph.js';
import { replace } from '../../onnx/replace.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import type { TrainedAlternative } from '../trained-alternative.js';
import { type Costs, exactCosts } from './limits.js';
import { measureAgain, measureStudent, teacherLatency, timedFile } from './measure-latency.js';

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
export const emitted = (teacher: NormalMember, graph: Graph): Uint8Array => timedFile(teacher, graph).model();

/** Costs of a student, and the latency of the teacher's file. */
export interface StudentCosts {
  readonly student: Costs;
  readonly teacherMs: number;
  /** Set where the latency of either was not measured. */
  readonly predicted: PredictionError | undefined;
}

export interface CostsOptions {
  /** Whether latency is measured anew, several times, where it can be; later calls give the median too. */
  readonly settle?: boolean;
  /** What its parts, measured alone, come to. */
  readonly partsMs?: number;
  /** The student in the precision in which it is emitted; as it is unless told. */
  readonly lowered?: Graph;
}

/**
 * Costs of a student. Its latency is the median ratio to the teacher, timed in turn, times the teacher's, which is
 * measured once: so what is measured at different times of a busy machine can be compared.
 */
export async function costsOf(
  session: BuildSession,
  environment: TargetEnvironment,
  teacher: NormalMember,
  student: Graph,
  { settle = false, partsMs, lowered = student }: CostsOptions = {},
): Promise<StudentCosts> {
  const original = timedFile(teacher, teacher.asExported);
  const { ms: teacherMs, predicted } = await teacherLatency(session, environment, original);
  const costs = staticCosts(teacher, student, lowered);
  const partsRatio = partsMs === undefined ? undefined : partsMs / teacherMs;
  const file = timedFile(teacher, lowered);
  if (file.structure === original.structure)
    return { student: { ...costs, latency: teacherMs }, teacherMs, predicted };
  if (settle) await measureAgain(session, environment, original, file);
  const answer = await measureStudent(session, environment, original, file, partsRatio);
  return {
    student: { ...costs, latency: answer.ratio * teacherMs },
    teacherMs,
    predicted: answer.predicted ?? predicted,
  };
}

/** What needs no measuring. */
export function staticCosts(
  teacher: NormalMember,
  student: Graph,
  lowered: Graph = student,
): Readonly<Record<ExactMetric, number>> {
  return exactCosts(student, timedFile(teacher, lowered).bytes);
}
