import { costOf, macsOf } from '../onnx/cost.js';
import { type Graph, nodeId } from '../onnx/graph.js';
import { sizeOf } from '../onnx/tensor.js';
import type { ModelInputs } from './model-inputs.js';
import type { MemberCost, OutlineNode, TargetReport } from './report-data.js';
import type { SourceEntry } from './result.js';
import type { TrainedModel } from './train-model.js';

export const outlineOf = (graph: Graph): OutlineNode[] =>
  graph.nodes.map((node) => ({
    op: node.domain === '' ? node.opType : `${node.domain}.${node.opType}`,
    output: nodeId(node),
    macs: macsOf(node, graph),
    parameters: weightsOf(node.inputs, graph),
  }));

export const memberCosts = ({ members }: Pick<TrainedModel, 'members'>): MemberCost[] =>
  members.map(({ name, graph }) => {
    const { macs, parameters } = costOf(graph);
    return { name, macs, parameters };
  });

/** Which files taught, and which targets hold weights of which file: those of the alternatives, and those of the teacher where a weight of it is left. */
export function sourcesOf(
  { sources }: ModelInputs,
  { classroom }: Pick<TrainedModel, 'classroom'>,
  outline: readonly OutlineNode[],
  targets: readonly TargetReport[],
): SourceEntry[] {
  const teachers = new Set(classroom.teachers.map(({ member }) => member.name));
  return sources.map((source, index) => ({
    ...source,
    taught: teachers.has(source.file),
    usedBy: targets
      .filter(({ replacements }) => {
        if (replacements.some(({ member }) => member === source.file)) return true;
        const replaced = new Set(replacements.flatMap(({ nodes }) => nodes));
        return index === 0 && outline.some(({ parameters }, at) => parameters > 0 && !replaced.has(at));
      })
      .map(({ target }) => target)
      .sort(),
  }));
}

/** As {@link costOf} counts them; a weight that several nodes read counts at each. */
function weightsOf(inputs: readonly string[], { initializers }: Graph): number {
  const weights = inputs.flatMap((name) => initializers.get(name) ?? []);
  return weights.reduce(
    (sum, { dtype, dims }) => sum + (dtype.includes('float') && dims.length > 0 ? sizeOf(dims) : 0),
    0,
  );
}
