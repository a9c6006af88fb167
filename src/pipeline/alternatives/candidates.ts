import { fileBytesOf } from '../../onnx/cost.js';
import { extract } from '../../onnx/extract.js';
import { type Graph, nodeId } from '../../onnx/graph.js';
import type { Candidate } from '../../search/problem.js';
import { exactCosts } from '../costs/limits.js';
import { FLOAT32, isEnd, type Lowering } from '../costs/lowering.js';
import type { AloneLatency } from '../costs/measure-latency.js';
import type { NormalMember } from '../inputs/members.js';
import { candidateLoss } from '../quality/candidate-loss.js';
import type { AloneQuality } from '../quality/measure-quality.js';
import type { TrainedAlternative } from '../trained-alternative.js';

/**
 * What search is told of every alternative: costs against the original, loss of quality alone. Unusable ones are left
 * out. A latency that was not measured, since no budget limits it, counts as unchanged.
 */
export function candidatesOf(
  teacher: NormalMember,
  trained: readonly TrainedAlternative[],
  latencies: ReadonlyMap<string, AloneLatency>,
  qualities: ReadonlyMap<string, AloneQuality>,
  lowering: Lowering = FLOAT32,
): Candidate[] {
  const index = new Map(teacher.graph.nodes.map((node, position) => [nodeId(node), position]));
  const originals = new Map<string, ExactCosts>();
  const costsIn = (graph: Graph, to: string): ExactCosts =>
    exactCosts(
      graph,
      fileBytesOf(lowering === FLOAT32 ? graph : lowering.part(graph, isEnd(teacher.graph, to))),
    );
  return trained.flatMap(({ alternative, graph, nmse }): Candidate[] => {
    const { replaces, id } = alternative;
    const quality = qualities.get(id)!;
    const latency = latencies.get(id);
    if (
      Math.min(nmse.start, nmse.solved, nmse.trained) === Number.MAX_VALUE ||
      !Number.isFinite(quality.loss)
    )
      return [];
    const place = `${replaces.from}\n${replaces.to}`;
    const original = originals.get(place) ?? costsIn(extract(teacher.graph, replaces), replaces.to);
    originals.set(place, original);
    const own = costsIn(graph, replaces.to);
    const latencyDelta = latency === undefined ? 0 : latency.alternativeMs - latency.originalMs;
    return [
      {
        id,
        nodes: replaces.nodes.map((node) => index.get(node)!),
        delta: { ...differences(own, original), latency: latencyDelta },
        qualityLoss: candidateLoss(quality),
      },
    ];
  });
}

type ExactCosts = ReturnType<typeof exactCosts>;

const differences = (own: ExactCosts, original: ExactCosts): ExactCosts =>
  Object.fromEntries(
    Object.entries(own).map(([metric, value]) => [metric, value - original[metric as keyof ExactCosts]]),
  ) as ExactCosts;
