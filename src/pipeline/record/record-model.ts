import { macsOf, nodeMacs, parametersOf } from '../../onnx/cost.js';
import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { sizeOf, type Tensor } from '../../onnx/tensor.js';
import type { ModelInputs } from '../inputs/model-inputs.js';
import type { MemberCost, OutlineNode, TargetReport } from '../report-data.js';
import type { SourceEntry } from '../result.js';
import type { TrainedModel } from '../train-model.js';

/** A weight that several nodes read counts at the first. */
export function outlineOf(graph: Graph): OutlineNode[] {
  const counted = new Set<string>();
  return graph.nodes.map((node) => {
    const weights = weightsOf(node, graph).filter(([name]) => !counted.has(name));
    for (const [name] of weights) counted.add(name);
    return {
      op: node.domain === '' ? node.opType : `${node.domain}.${node.opType}`,
      output: nodeId(node),
      macs: nodeMacs(node, graph),
      parameters: weights.reduce((sum, [, { dims }]) => sum + sizeOf(dims), 0),
    };
  });
}

export const memberCosts = ({ members }: Pick<TrainedModel, 'members'>): MemberCost[] =>
  members.map(({ name, graph }) => {
    const [macs, parameters] = [macsOf(graph), parametersOf(graph)];
    return { name, macs, parameters };
  });

/**
 * Which files taught, and which targets hold weights of which file: those of the alternatives, and those of the teacher
 * where a node that reads one is left.
 */
export function sourcesOf(
  { sources }: ModelInputs,
  { retraining, teacher }: Pick<TrainedModel, 'retraining' | 'teacher'>,
  targets: readonly TargetReport[],
): SourceEntry[] {
  const teachers = new Set(retraining.teachers.map(({ member }) => member.name));
  const keepsTeacher = ({ replacements }: TargetReport): boolean => {
    const replaced = new Set(replacements.flatMap(({ nodes }) => nodes));
    return teacher.graph.nodes.some(
      (node, at) => !replaced.has(at) && weightsOf(node, teacher.graph).length > 0,
    );
  };
  return sources.map((source, index) => ({
    ...source,
    taught: teachers.has(source.file),
    usedBy: targets
      .filter(
        (target) =>
          target.replacements.some(({ member }) => member === source.file) ||
          (index === 0 && keepsTeacher(target)),
      )
      .map(({ target }) => target)
      .sort(),
  }));
}

/** As `costOf` counts them. */
const weightsOf = ({ inputs }: GraphNode, { initializers }: Graph): (readonly [string, Tensor])[] =>
  inputs.flatMap((name) => {
    const tensor = initializers.get(name);
    if (tensor === undefined || !tensor.dtype.includes('float') || tensor.dims.length === 0) return [];
    return [[name, tensor] as const];
  });
