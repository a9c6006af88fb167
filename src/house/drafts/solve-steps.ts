import { type Graph, type GraphNode, nodeId } from '../../onnx/graph.js';
import { type Wiring, wiringOf } from '../../onnx/wiring.js';
import type { SolveStep } from '../alternative.js';
import { unfoldsRows } from '../layers/unfolds-rows.js';
import { type Ancestors, ancestorsOf } from '../sub-networks/ancestors.js';
import type { Draft } from './draft.js';

/** How the layers of a draft are to be solved, in topological order. Layers without an aim are left out. */
export function solveSteps({ graph, aims, layers }: Draft): SolveStep[] {
  const wiring = wiringOf(graph);
  const ancestors = ancestorsOf(graph, wiring);
  const solved = [...graph.nodes.keys()].filter((index) => layers.has(nodeId(graph.nodes[index])));
  return solved.flatMap((index) => {
    const layer = nodeId(graph.nodes[index]);
    const at = sumBehind(graph, wiring, ancestors, index, solved) ?? layer;
    const aim = aims.get(at);
    if (aim === undefined) return [];
    const channels = aim.channels === undefined ? {} : { channels: aim.channels };
    return [{ layer, at, reference: aim.reference, ...channels }];
  });
}

/**
 * The Add of equal shapes that alone reads the layer (or the Reshape of its rows), if what it adds is final by the time
 * the layer is solved: then the layer can make up for the error of the other branch.
 */
function sumBehind(
  graph: Graph,
  wiring: Wiring,
  ancestors: Ancestors,
  index: number,
  solved: readonly number[],
): string | undefined {
  let made = nodeId(graph.nodes[index]);
  let readers = wiring.readers.get(made) ?? [];
  const [reader] = readers;
  if (readers.length === 1 && !wiring.outputs.has(made) && unfoldsRows(graph, graph.nodes[reader])) {
    made = nodeId(graph.nodes[reader]);
    readers = wiring.readers.get(made) ?? [];
  }
  const [sum] = readers;
  if (readers.length !== 1 || wiring.outputs.has(made) || !isSum(graph, graph.nodes[sum])) return undefined;
  const other = wiring.maker.get(graph.nodes[sum].inputs.find((name) => name !== made)!);
  const isLate = (later: number) => later > index && (later === other || ancestors.has(other!, later));
  return other !== undefined && solved.some(isLate) ? undefined : graph.nodes[sum].outputs[0];
}

function isSum(graph: Graph, node: GraphNode): boolean {
  const shapes = node.inputs.map((name) => graph.values.get(name)?.dims.join());
  return (
    node.opType === 'Add' &&
    node.inputs[0] !== node.inputs[1] &&
    shapes[0] === shapes[1] &&
    shapes[0] !== undefined
  );
}
