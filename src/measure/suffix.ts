import { between } from '../onnx/between.js';
import { type Graph, type GraphNode, isFloat, nodeId, type ValueInfo } from '../onnx/graph.js';
import { replace } from '../onnx/replace.js';
import { sideValues } from '../onnx/side-values.js';
import type { SubNetwork } from '../onnx/sub-network.js';

/**
 * Names of the teacher's activations that a suffix reads: `from`, then, sorted, every activation that does not
 * depend on the sub-network but is read by what does. In the place of side values and of integers comes the teacher's
 * input, of which they are made.
 */
export function suffixInputs(teacher: Graph, subNetwork: SubNetwork): readonly string[] {
  const after = nodesAfter(teacher, subNetwork);
  const changed = new Set([subNetwork.to, ...after.flatMap(({ outputs }) => outputs)]);
  const live = new Set<string>();
  const side = sideValues(teacher);
  const [{ name: input }] = teacher.inputs as readonly [ValueInfo];
  for (const name of after.flatMap(({ inputs }) => inputs))
    if (name !== '' && !changed.has(name) && !teacher.initializers.has(name))
      live.add(side.has(name) || (name !== input && !isFloat(teacher, name)) ? input : name);
  const inside = new Set(subNetwork.nodes);
  if (teacher.nodes.some((node) => inside.has(nodeId(node)) && node.inputs.some((name) => side.has(name))))
    live.add(input);
  live.delete(subNetwork.from);
  return [subNetwork.from, ...[...live].sort()];
}

/**
 * Names of the graph outputs that depend on the sub-network, in the graph's order; the others stay as the teacher's.
 */
export function suffixOutputs(teacher: Graph, subNetwork: SubNetwork): readonly string[] {
  const changed = new Set([
    subNetwork.to,
    ...nodesAfter(teacher, subNetwork).flatMap(({ outputs }) => outputs),
  ]);
  return teacher.outputs.map(({ name }) => name).filter((name) => changed.has(name));
}

/**
 * The alternative and all of the teacher that comes after it: inputs {@link suffixInputs} (without those that nothing
 * reads), outputs {@link suffixOutputs}. Fed with the teacher's activations it gives what the teacher with this one
 * replacement gives, without its prefix.
 * @throws BespokeError GRAPH_SHAPE when the alternative does not fit.
 */
export function suffixGraph(teacher: Graph, subNetwork: SubNetwork, alternative: Graph): Graph {
  const student = replace(teacher, [{ subNetwork, graph: alternative }]);
  return between(student, suffixInputs(teacher, subNetwork), suffixOutputs(teacher, subNetwork));
}

/** Nodes that depend on `to`, in topological order. */
function nodesAfter(teacher: Graph, { to, nodes }: SubNetwork): readonly GraphNode[] {
  const inside = new Set(nodes);
  const changed = new Set([to]);
  return teacher.nodes.filter((node) => {
    if (inside.has(nodeId(node)) || !node.inputs.some((name) => changed.has(name))) return false;
    for (const output of node.outputs) if (output !== '') changed.add(output);
    return true;
  });
}
