import type { DataType, Tensor } from './tensor.js';

export type AttributeValue = number | string | Uint8Array | Tensor | readonly number[] | readonly string[];

/** An ONNX attribute; `type` is the field's name in AttributeProto, so that 1 (int) and 1.0 (float) stay apart. */
export interface Attribute {
  readonly type: 'int' | 'ints' | 'float' | 'floats' | 'string' | 'strings' | 'tensor';
  readonly value: AttributeValue;
}

/** One operator. A node is named by its first output, which is unique in a graph (see {@link nodeId}). */
export interface GraphNode {
  readonly opType: string;
  /** '' is ai.onnx. */
  readonly domain: string;
  /** '' is an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The name in the file, for messages only. */
  readonly label?: string | undefined;
}

/**
 * Type and shape of a tensor at batch 1. In normal form one axis of every activation, the first at inputs and outputs,
 * grows with the batch: see batch-place.ts.
 */
export interface ValueType {
  readonly dtype: DataType;
  readonly dims: readonly number[];
}

export interface ValueInfo extends ValueType {
  readonly name: string;
}

/**
 * A model as this project works on it: immutable, nodes in topological order, weights in `initializers`.
 * In normal form (see normal-form.ts) `values` has every activation, inputs and outputs included.
 */
export interface Graph {
  readonly name: string;
  /** Version by operator domain; '' is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, ValueType>;
}

/** The identity of a node: its first output that is not ''. */
export const nodeId = (node: GraphNode): string => node.outputs.find((name) => name !== '') ?? '';

export function intAttribute(node: Pick<GraphNode, 'attributes'>, name: string, fallback: number): number {
  const attribute = node.attributes[name];
  return attribute?.type === 'int' ? (attribute.value as number) : fallback;
}

export function floatAttribute(node: Pick<GraphNode, 'attributes'>, name: string, fallback: number): number {
  const attribute = node.attributes[name];
  return attribute?.type === 'float' ? (attribute.value as number) : fallback;
}

export function intsAttribute(node: GraphNode, name: string, fallback: readonly number[]): readonly number[] {
  const attribute = node.attributes[name];
  return attribute?.type === 'ints' ? (attribute.value as readonly number[]) : fallback;
}

export function stringAttribute(node: Pick<GraphNode, 'attributes'>, name: string, fallback: string): string {
  const attribute = node.attributes[name];
  return attribute?.type === 'string' ? (attribute.value as string) : fallback;
}

/** Whether a tensor holds floating-point numbers; not where nothing is known of it. */
export const isFloat = ({ values, initializers }: Graph, name: string): boolean =>
  (values.get(name) ?? initializers.get(name))?.dtype.includes('float') ?? false;

/** TensorProto's code of float32. */
export const FLOAT = 1;

export const isCastToFloat = ({ opType, domain, attributes }: GraphNode): boolean =>
  opType === 'Cast' && domain === '' && attributes.to?.value === FLOAT;
