import type { Attribute } from '../../onnx/graph.js';

/** Constructors of attributes, by the ONNX type of the field. */
export const attribute = {
  int: (value: number): Attribute => ({ type: 'int', value }),
  ints: (value: readonly number[]): Attribute => ({ type: 'ints', value }),
  float: (value: number): Attribute => ({ type: 'float', value }),
  string: (value: string): Attribute => ({ type: 'string', value }),
} as const;
