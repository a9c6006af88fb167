import { classAxis } from './class-axis.js';
import { freeName } from './free-name.js';
import {
  FLOAT,
  type Graph,
  type GraphNode,
  intAttribute,
  isCastToFloat,
  isFloat,
  nodeId,
  type ValueInfo,
  type ValueType,
} from './graph.js';
import { hasTrait } from './operators.js';
import { type PackedInput, unpacked } from './packed-inputs.js';
import { pruneUnused } from './prune-unused.js';
import type { Tensor } from './tensor.js';
import { producersOf } from './topology.js';

/**
 * What a model has around its core, the part from float32 to float32 that is replaced and trained. A student is put
 * back into it when it is emitted.
 */
export interface Shell {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** From an input of integers to the first float32: a Cast. */
  readonly head: readonly GraphNode[];
  /** From the core to outputs that decide: ArgMax, TopK, or a Softmax of class scores. */
  readonly tail: readonly GraphNode[];
  readonly opsets: ReadonlyMap<string, number>;
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, ValueType>;
  /** Names of the core's ends, as `head` and `tail` know them. */
  readonly core: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** Inputs of the model for which the core takes one row. */
  readonly packing?: readonly PackedInput[] | undefined;
}

export interface Unshelled {
  readonly core: Graph;
  /** Undefined where the whole model is its core. */
  readonly shell: Shell | undefined;
}

export interface ShellOptions {
  /** Whether a Softmax or LogSoftmax of class scores at the end stays in the core. */
  readonly keepsSoftmax?: boolean | undefined;
  /** Inputs that the graph's row stands for. */
  readonly packing?: readonly PackedInput[] | undefined;
}

/**
 * Takes a graph in normal form out of its shell. Where no float32 lies between its ends, or the model computes with the
 * integers of its input, the graph stays whole.
 */
export function unshelled(graph: Graph, { keepsSoftmax = false, packing }: ShellOptions = {}): Unshelled {
  const { core, shell } = withoutEnds(graph, keepsSoftmax);
  if (packing === undefined) return { core, shell };
  return { core, shell: { ...(shell ?? bareShell(graph)), packing } };
}

/** A shell of nothing but names. */
const bareShell = ({ inputs, outputs, opsets }: Graph): Shell => ({
  inputs,
  outputs,
  head: [],
  tail: [],
  opsets,
  initializers: new Map(),
  values: new Map(),
  core: { inputs: inputs.map(({ name }) => name), outputs: outputs.map(({ name }) => name) },
});

function withoutEnds(graph: Graph, keepsSoftmax: boolean): Unshelled {
  const head = headOf(graph);
  if (head === undefined) return { core: graph, shell: undefined };
  const behind = head.graph;
  const tail = tailOf(behind, keepsSoftmax);
  if (head.nodes.length === 0 && tail.length === 0) return { core: graph, shell: undefined };
  const ends = [...new Set(behind.outputs.flatMap(({ name }) => sourcesOf(name, tail, behind)))];
  const nodes = behind.nodes.filter((node) => !tail.includes(node));
  const made = new Set(nodes.flatMap(({ outputs }) => outputs));
  if (ends.length === 0 || !ends.every((name) => made.has(name))) return { core: graph, shell: undefined };
  const outputs = ends.map((name): ValueInfo => ({ name, ...behind.values.get(name)! }));
  const core = pruneUnused({ ...behind, outputs, nodes });
  const names = new Set([...head.nodes, ...tail].flatMap((node) => [...node.inputs, ...node.outputs]));
  const shell: Shell = {
    inputs: graph.inputs,
    outputs: graph.outputs,
    head: head.nodes,
    tail,
    opsets: graph.opsets,
    initializers: new Map([...graph.initializers].filter(([name]) => names.has(name))),
    values: new Map([...behind.values].filter(([name]) => names.has(name))),
    core: { inputs: core.inputs.map(({ name }) => name), outputs: ends },
  };
  return { core, shell };
}

/** A core, the teacher's or a student's, in a shell; its own tensors give way where names meet. */
export function inShell(core: Graph, shell: Shell | undefined): Graph {
  if (shell === undefined) return core;
  const whole = withEnds(core, shell);
  return shell.packing === undefined ? whole : unpacked(whole, shell.packing);
}

function withEnds(core: Graph, shell: Shell): Graph {
  const names = new Map<string, string>();
  const outside = new Set([
    ...shell.inputs.map(({ name }) => name),
    ...[...shell.head, ...shell.tail].flatMap(({ outputs }) => outputs),
    ...shell.initializers.keys(),
  ]);
  const taken = new Set([...core.values.keys(), ...core.initializers.keys(), ...outside]);
  const fresh = (name: string): string => {
    const free = freeName(`${name}.core`, taken);
    taken.add(free);
    return free;
  };
  for (const [index, { name }] of core.inputs.entries()) names.set(name, shell.core.inputs[index]!);
  for (const name of [...core.values.keys(), ...core.initializers.keys()])
    if (!names.has(name) && outside.has(name)) names.set(name, fresh(name));
  const renamed = (name: string): string => names.get(name) ?? name;
  const ends = new Map(
    shell.core.outputs.map((name, index) => [name, renamed(core.outputs[index]?.name ?? name)] as const),
  );
  const behind = (node: GraphNode): GraphNode => ({
    ...node,
    inputs: node.inputs.map((name) => ends.get(name) ?? name),
  });
  const nodes = [
    ...shell.head,
    ...core.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    })),
    ...shell.tail.map(behind),
  ];
  const rekeyed = <T>(map: ReadonlyMap<string, T>) =>
    [...map].map(([name, value]) => [renamed(name), value] as const);
  const inTail = new Set(shell.tail.flatMap(({ outputs }) => outputs));
  return {
    ...core,
    inputs: shell.inputs,
    outputs: shell.outputs.map((info) =>
      inTail.has(info.name) ? info : { ...info, name: ends.get(info.name) ?? info.name },
    ),
    nodes,
    opsets: new Map([...shell.opsets, ...core.opsets]),
    initializers: new Map([...rekeyed(core.initializers), ...shell.initializers]),
    values: new Map([...shell.values, ...rekeyed(core.values)]),
  };
}

interface Head {
  readonly nodes: readonly GraphNode[];
  /** The graph behind them: it begins with float32. */
  readonly graph: Graph;
}

/**
 * An input of bytes cast at once, and what is rearranged of it done in float32; undefined when the model computes with
 * integers before.
 */
function headOf(graph: Graph): Head | undefined {
  const [input] = graph.inputs;
  if (graph.inputs.every(({ dtype }) => dtype === 'float32')) return { nodes: [], graph };
  if (graph.inputs.length !== 1) return undefined;
  const begin = `${input!.name}.float`;
  const values = new Map<string, ValueType>([
    ...graph.values,
    [begin, { dtype: 'float32', dims: input!.dims }],
  ]);
  const names = new Map([[input!.name, begin]]);
  const bytes = new Set([input!.name]);
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => names.get(name) ?? name);
    if (!node.inputs.some((name) => bytes.has(name))) nodes.push({ ...node, inputs });
    else if (isCastToFloat(node)) names.set(node.outputs[0]!, inputs[0]!);
    else if (hasTrait(node, 'rearrangement')) {
      nodes.push({ ...node, inputs });
      for (const name of node.outputs) {
        bytes.add(name);
        values.set(name, { dtype: 'float32', dims: graph.values.get(name)!.dims });
      }
    } else return undefined;
  }
  if (graph.outputs.some(({ name }) => bytes.has(name) || names.has(name))) return undefined;
  const cast: GraphNode = {
    opType: 'Cast',
    domain: '',
    inputs: [input!.name],
    outputs: [begin],
    attributes: { to: { type: 'int', value: FLOAT } },
  };
  const inputs = [{ name: begin, ...values.get(begin)! }];
  return { nodes: [cast], graph: { ...graph, inputs, nodes, values } };
}

/** All from the first node on whose result is an integer that leaves the model. */
function tailOf(graph: Graph, keepsSoftmax: boolean): readonly GraphNode[] {
  const makers = producersOf(graph);
  const found = new Set<GraphNode>();
  const open = graph.outputs.filter(({ name }) => !isFloat(graph, name)).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = makers.get(name);
    if (node === undefined || found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs.filter((input) => makers.has(input) && !isFloat(graph, input)));
  }
  if (!keepsSoftmax)
    for (const { name } of graph.outputs) {
      const node = makers.get(name);
      if (node !== undefined && isOfClassScores(node, graph)) found.add(node);
    }
  // What reads a decision is behind it.
  const made = new Set<string>();
  return graph.nodes.filter((node) => {
    const isBehind = found.has(node) || node.inputs.some((name) => made.has(name));
    if (isBehind) for (const name of node.outputs) made.add(name);
    return isBehind;
  });
}

/** Outputs of a core that its shell makes probabilities of. */
export function scoresIn({ core, tail }: Shell): ReadonlySet<string> {
  const read = tail.filter(isSoftmax).map(({ inputs: [name] }) => name!);
  return new Set(core.outputs.filter((name) => read.includes(name)));
}

/** What the core gives for an output: the output itself, or what the tail makes it of. */
function sourcesOf(output: string, tail: readonly GraphNode[], graph: Graph): readonly string[] {
  const makers = producersOf({ nodes: tail });
  const sources: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !graph.values.has(name) || graph.initializers.has(name)) return;
    seen.add(name);
    const node = makers.get(name);
    if (node === undefined) sources.push(name);
    else node.inputs.forEach(visit);
  };
  visit(output);
  return sources;
}

/** Softmax over several classes, see {@link classAxis}. */
function isOfClassScores(node: GraphNode, graph: Graph): boolean {
  if (!isSoftmax(node)) return false;
  const dims = graph.values.get(nodeId(node))?.dims ?? [];
  const axis = intAttribute(node, 'axis', -1);
  const classes = classAxis(dims.length);
  return dims.length >= 2 && dims[classes]! > 1 && (axis < 0 ? axis + dims.length : axis) === classes;
}

const isSoftmax = ({ domain, opType }: GraphNode): boolean =>
  domain === '' && ['Softmax', 'LogSoftmax'].includes(opType);
