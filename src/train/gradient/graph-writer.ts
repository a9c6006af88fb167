import { createHash } from 'node:crypto';
import {
  type Attribute,
  type Graph,
  type GraphNode,
  intsAttribute,
  type ValueType,
} from '../../onnx/graph.js';
import { hasTrait } from '../../onnx/operators.js';
import { type DataType, int64, type Tensor } from '../../onnx/tensor.js';
import { NORMAL_OPSET } from '../../onnx/upgrade/upgrade.js';
import { attribute } from './attribute.js';

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** '' (the default) is ai.onnx. */
  readonly domain?: string;
  /** Of the outputs; the default is that of the first input. */
  readonly dtype?: DataType;
}

/** Operators that this module knows and that came after the normal form's opset. */
const OPSET_OF: Readonly<Record<string, number>> = { Gelu: 20 };

/** Writes a graph of static shapes, node after node; every tensor is known by its name and has a type at once. */
export class GraphWriter {
  readonly #prefix: string;
  readonly #opset: number;
  readonly #types = new Map<string, ValueType>();
  readonly #inputs: string[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #constantOf = new Map<string, string>();
  readonly #nodes: GraphNode[] = [];
  #count = 0;

  /** `prefix` starts the name of every tensor that is made here; `opset` is that of the forward nodes, if newer. */
  constructor(prefix = 'step/', opset: number = NORMAL_OPSET) {
    this.#prefix = prefix;
    this.#opset = opset;
  }

  /** A graph input; `type.dims` are the real ones at the training batch. */
  input(name: string, type: ValueType): string {
    this.#declare(name, type);
    this.#inputs.push(name);
    return name;
  }

  /** A constant under a name of its own, as forward nodes refer to it. */
  initializer(name: string, tensor: Tensor): string {
    this.#declare(name, tensor);
    this.#constants.set(name, tensor);
    return name;
  }

  /** A constant; the same content gets the same name. */
  constant(tensor: Tensor): string {
    const { buffer, byteOffset, byteLength } = tensor.data;
    const key = createHash('sha256')
      .update(`${tensor.dtype}[${tensor.dims}]`)
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('base64');
    let name = this.#constantOf.get(key);
    if (name === undefined) {
      name = this.initializer(this.#fresh('Constant'), tensor);
      this.#constantOf.set(key, name);
    }
    return name;
  }

  /** The value of a constant, undefined for anything else. */
  constantAt(name: string | undefined): Tensor | undefined {
    return name === undefined ? undefined : this.#constants.get(name);
  }

  /** A node of one output; returns its name. `inputs` may be cut after the last one that is given. */
  add(opType: string, inputs: readonly string[], dims: readonly number[], options: NodeOptions = {}): string {
    return this.addMany(opType, inputs, [dims], options)[0]!;
  }

  addMany(
    opType: string,
    inputs: readonly string[],
    dims: readonly (readonly number[])[],
    options: NodeOptions = {},
  ): string[] {
    const dtype = options.dtype ?? this.type(inputs[0]!).dtype;
    const outputs = dims.map(() => this.#fresh(opType));
    const { domain = '', attributes = {} } = options;
    this.place(
      { opType, domain, inputs, outputs, attributes },
      dims.map((each) => ({ dtype, dims: each })),
    );
    return outputs;
  }

  /** A forward node under its own output names; `types` has one entry an output, also for those left out (''). */
  place(node: GraphNode, types: readonly ValueType[]): void {
    for (const name of node.inputs) if (name !== '') this.type(name);
    for (const [index, name] of node.outputs.entries()) if (name !== '') this.#declare(name, types[index]!);
    this.#nodes.push(raised(node, (axes) => this.constant(int64(axes))));
  }

  has(name: string): boolean {
    return this.#types.has(name);
  }

  type(name: string): ValueType {
    const type = this.#types.get(name);
    if (type === undefined) throw new Error(`no tensor '${name}' in the graph that is being built`);
    return type;
  }

  dims(name: string): readonly number[] {
    return this.type(name).dims;
  }

  /** The graph that makes `outputs`: what they do not need is dropped, declared inputs stay. */
  finish(outputs: readonly string[], name = 'training-step'): Graph {
    const needed = new Set(outputs);
    const nodes = this.#nodes
      .toReversed()
      .filter((node) => {
        if (!node.outputs.some((output) => output !== '' && needed.has(output))) return false;
        for (const input of node.inputs) needed.add(input);
        return true;
      })
      .toReversed();
    const info = (of: string) => ({ name: of, ...this.type(of) });
    const made = nodes.flatMap((node) => node.outputs).filter((output) => output !== '');
    return {
      name,
      opsets: opsets(nodes, Math.max(this.#opset, NORMAL_OPSET)),
      inputs: this.#inputs.map(info),
      outputs: outputs.map(info),
      nodes,
      initializers: new Map([...this.#constants].filter(([key]) => needed.has(key))),
      values: new Map([...this.#inputs, ...made].map((key) => [key, this.type(key)])),
    };
  }

  #fresh(opType: string): string {
    let name: string;
    do name = `${this.#prefix}${opType}_${this.#count++}`;
    while (this.#types.has(name));
    return name;
  }

  #declare(name: string, type: ValueType): void {
    if (this.#types.has(name)) throw new Error(`tensor '${name}' is declared twice`);
    this.#types.set(name, { dtype: type.dtype, dims: type.dims });
  }
}

function opsets(nodes: readonly GraphNode[], least: number): ReadonlyMap<string, number> {
  const own = nodes.filter(({ domain }) => domain === '').map(({ opType }) => OPSET_OF[opType] ?? 0);
  const foreign = [...new Set(nodes.map(({ domain }) => domain))].filter((domain) => domain !== '').sort();
  return new Map([['', Math.max(least, ...own)], ...foreign.map((domain) => [domain, 1] as const)]);
}

/** A node of opset 17 as opset 18 writes it: axes of reductions as an input, `num_outputs` of Split as an attribute. */
function raised(node: GraphNode, constant: (axes: readonly number[]) => string): GraphNode {
  if (node.domain !== '') return node;
  if (hasTrait(node, 'axes-input-18') && node.attributes.axes !== undefined) {
    const { axes: _, ...attributes } = node.attributes;
    return { ...node, inputs: [node.inputs[0]!, constant(intsAttribute(node, 'axes', []))], attributes };
  }
  if (node.opType === 'Split' && !node.inputs[1] && node.attributes.num_outputs === undefined) {
    const attributes = { ...node.attributes, num_outputs: attribute.int(node.outputs.length) };
    return { ...node, attributes };
  }
  return node;
}
