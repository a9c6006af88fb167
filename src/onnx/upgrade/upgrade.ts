import type { Graph, GraphNode, ValueType } from '../graph.js';
import type { Tensor } from '../tensor.js';
import { attributeRules } from './attributes.js';
import { axesRules } from './axes.js';
import { resizeRules } from './resize.js';
import { retiredFormRules } from './retired-forms.js';
import type { UpgradeContext, UpgradeRule } from './rule.js';
import { softmaxRule } from './softmax.js';

/** Graphs in normal form are of this opset or, where the file is newer, of the file's. */
export const NORMAL_OPSET = 18;

const rules: readonly UpgradeRule[] = [
  ...axesRules,
  ...attributeRules,
  softmaxRule,
  ...resizeRules,
  ...retiredFormRules,
];

/**
 * Raises a graph of opset 7 or newer to {@link NORMAL_OPSET}; newer ones stay. Needs and keeps `values`.
 * @throws BespokeError MODEL_OPERATOR
 */
export function upgrade(graph: Graph): Graph {
  const opset = graph.opsets.get('') ?? NORMAL_OPSET;
  if (opset >= NORMAL_OPSET) return graph;
  const initializers = new Map<string, Tensor>(graph.initializers);
  const values = new Map<string, ValueType>(graph.values);
  const context: UpgradeContext = {
    opset,
    graph,
    addWeight(node, suffix, tensor) {
      const name = `${node.outputs[0]}.${suffix}`;
      initializers.set(name, tensor);
      return name;
    },
    addValue(node, suffix, dims) {
      const name = `${node.outputs[0]}.${suffix}`;
      values.set(name, { dtype: graph.values.get(node.outputs[0])?.dtype ?? 'float32', dims });
      return name;
    },
  };
  const nodes = graph.nodes.flatMap((node) => upgradeNode(node, context));
  return { ...graph, nodes, initializers, values, opsets: new Map(graph.opsets).set('', NORMAL_OPSET) };
}

function upgradeNode(node: GraphNode, context: UpgradeContext): readonly GraphNode[] {
  if (node.domain !== '') return [node];
  const due = rules.filter(({ opTypes, below }) => context.opset < below && opTypes.includes(node.opType));
  return due.reduce<readonly GraphNode[]>(
    (nodes, rule) =>
      nodes.flatMap((each) => (rule.opTypes.includes(each.opType) ? rule.rewrite(each, context) : [each])),
    [node],
  );
}
