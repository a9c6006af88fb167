import { fileBytesOf, macsOf, parametersOf } from '../../onnx/cost.js';
import { extract } from '../../onnx/extract.js';
import { type Graph, nodeId } from '../../onnx/graph.js';
import type { MeasuredStudent } from '../choose/measured-students.js';
import type { SearchedTarget } from '../choose/searched-target.js';
import { isEnd } from '../costs/lowering.js';
import { inOrder } from '../costs/student.js';
import { wholeLoss } from '../quality/whole-quality.js';
import type { PartCost, TargetReport } from '../report-data.js';
import type { BuildSession } from '../session.js';
import type { Trained } from '../trained.js';

/**
 * What the report says of one target: each replaced stretch and its stand-in alone, and what retraining made of the
 * loss that search knew.
 */
export async function recordTarget(
  session: BuildSession,
  trained: Trained,
  { target, latencies, search }: SearchedTarget,
  choice: MeasuredStudent,
  student: Graph,
): Promise<TargetReport> {
  const { graph: teacher } = trained.teacher;
  const { lowering } = trained;
  const positions = new Map(teacher.nodes.map((node, index) => [nodeId(node), index]));
  return {
    target: target.name,
    teacherMs: latencies.size === 0 ? null : search.problem.teacher.latency,
    replacements: inOrder(teacher, choice.chosen).map(({ alternative: { id, member, replaces }, graph }) => {
      const alone = latencies.get(id);
      return {
        alternative: id,
        member,
        nodes: replaces.nodes.map((node) => positions.get(node)!).sort((a, b) => a - b),
        original: partIn(extract(teacher, replaces), replaces.to, alone?.originalMs),
        own: partIn(graph, replaces.to, alone?.alternativeMs),
      };
    }),
    loss: {
      assembled: choice.loss,
      retrained: await wholeLoss(session, trained, await lowering.network(student)),
    },
  };

  function partIn(graph: Graph, to: string, latencyMs: number | undefined): PartCost {
    const [macs, parameters] = [macsOf(graph), parametersOf(graph)];
    const sizeBytes = fileBytesOf(lowering.part(graph, isEnd(teacher, to)));
    return { latencyMs: latencyMs ?? null, macs, parameters, sizeBytes };
  }
}
