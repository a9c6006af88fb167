import type { Graph, GraphNode, ValueType } from '../graph.js';
import { hasTrait } from '../operators.js';
import { pruneUnused } from '../prune-unused.js';
import { sizeOf } from '../tensor.js';

const isElementwise = (node: GraphNode): boolean => hasTrait(node, 'unary') || hasTrait(node, 'arithmetic');

/** A map with channels last that is a Reshape of rows. */
interface View {
  readonly rows: string;
  readonly reshape: GraphNode;
}

/**
 * Elementwise nodes behind a Reshape of rows `[N, C]` to a map with channels last (`[1, H, W, C]`, of rank 4 or more)
 * done on the rows, and the Reshape behind them; a Reshape back to the rows goes. So an MLP on a map, of which constant
 * folding makes Reshape, Gemm and Reshape a layer, becomes one stretch of matrices. Needs `values`.
 */
export function elementwiseOnRows(graph: Graph): Graph {
  const values = new Map(graph.values);
  const views = new Map<string, View>();
  const renames = new Map<string, string>();
  const ends = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes.flatMap((original): GraphNode[] => {
    const node = { ...original, inputs: original.inputs.map((name) => renames.get(name) ?? name) };
    const [output] = node.outputs;
    const type = values.get(output);
    if (node.domain !== '' || type === undefined) return [node];
    if (node.opType === 'Reshape') {
      const behind = views.get(node.inputs[0]);
      if (behind !== undefined && !ends.has(output) && same(values.get(behind.rows)!, type)) {
        renames.set(output, behind.rows);
        return [];
      }
      const source = values.get(node.inputs[0]);
      if (source !== undefined && areRows(source, type))
        views.set(output, { rows: node.inputs[0], reshape: node });
      return [node];
    }
    const view = viewBehind(node, type, { graph, values, views });
    if (view === undefined) return [node];
    const name = `${output}.rows`;
    const reshape = { ...view.reshape, inputs: [name, view.reshape.inputs[1]], outputs: [output] };
    values.set(name, { dtype: type.dtype, dims: values.get(view.rows)!.dims });
    views.set(output, { rows: name, reshape });
    const inputs = node.inputs.map((input) => views.get(input)?.rows ?? input);
    return [{ ...node, inputs, outputs: [name] }, reshape];
  });
  return pruneUnused({ ...graph, nodes, values });
}

interface Known {
  readonly graph: Graph;
  readonly values: ReadonlyMap<string, ValueType>;
  readonly views: ReadonlyMap<string, View>;
}

/** One of the views that an elementwise node reads, where all else that it reads means the same on rows. */
function viewBehind(node: GraphNode, type: ValueType, { graph, values, views }: Known): View | undefined {
  if (!isElementwise(node)) return undefined;
  const found = node.inputs.flatMap((name) => views.get(name) ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  const rows = values.get(first.rows)!;
  const fits = node.inputs.every((name) => {
    const view = views.get(name);
    if (view !== undefined) return same(values.get(view.rows)!, rows) && same(values.get(name)!, type);
    if (name === '') return true;
    const weight = graph.initializers.get(name);
    return (
      weight !== undefined &&
      (weight.dims.length <= 1 || sizeOf(weight.dims) === 1) &&
      weight.dims.length <= 2
    );
  });
  return fits && areRows(rows, type) ? first : undefined;
}

const areRows = (rows: ValueType, map: ValueType): boolean =>
  rows.dims.length === 2 && map.dims.length >= 4 && rows.dims[1] === map.dims.at(-1);

const same = (left: ValueType, right: ValueType): boolean => left.dims.join() === right.dims.join();
