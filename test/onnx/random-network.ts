import * as fc from 'fast-check';
import type { SubNetwork } from '../../src/onnx/sub-network.js';
import { ints, type ModelText, type NodeText, randomTensor } from './model.js';

/** Kinds of blocks, each from one tensor of [N, 4, 6, 6] to another. */
const KINDS = ['conv', 'residual', 'excitation', 'branches', 'relu'] as const;

export interface RandomNetwork {
  readonly text: ModelText;
  /** Every stretch of blocks, each with one input and one output. */
  readonly stretches: readonly SubNetwork[];
}

/** Chains of convolutions, residual blocks, squeeze and excitation, and parallel branches. */
export const randomNetwork: fc.Arbitrary<RandomNetwork> = fc
  .array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 6 })
  .map((kinds) => {
    const blocks = kinds.map((kind, index) =>
      blockOf(kind, index === 0 ? 'x' : `t${index}`, `t${index + 1}`),
    );
    const weights = Object.fromEntries(
      blocks.flatMap(({ nodes }) =>
        nodes.flatMap(([op, inputs]) =>
          op === 'Conv' ? [[inputs.split(' ')[1], randomTensor(inputs, [4, 4, 3, 3], 0.2)] as const] : [],
        ),
      ),
    );
    const stretches = blocks.flatMap((_, first) =>
      blocks.slice(first).map((_, length) => ({
        from: first === 0 ? 'x' : `t${first}`,
        to: `t${first + length + 1}`,
        nodes: blocks
          .slice(first, first + length + 1)
          .flatMap(({ nodes }) => nodes.map(([, , outputs]) => outputs.split(' ')[0])),
      })),
    );
    const nodes = blocks.flatMap((block) => block.nodes);
    const text = { opset: 18, input: ['batch', 4, 6, 6], nodes, weights, outputs: `t${kinds.length}` };
    return { text, stretches };
  });

function blockOf(kind: (typeof KINDS)[number], from: string, to: string): { nodes: NodeText[] } {
  const pads = { pads: ints(1, 1, 1, 1) };
  const conv = (input: string, output: string): NodeText => ['Conv', `${input} ${output}.w`, output, pads];
  const inner = (name: string): string => `${to}.${name}`;
  switch (kind) {
    case 'conv':
      return { nodes: [conv(from, to)] };
    case 'relu':
      return { nodes: [['Relu', from, to]] };
    case 'residual':
      return {
        nodes: [
          conv(from, inner('a')),
          ['Relu', inner('a'), inner('b')],
          ['Add', `${inner('b')} ${from}`, to],
        ],
      };
    case 'excitation':
      return {
        nodes: [
          conv(from, inner('a')),
          ['GlobalAveragePool', inner('a'), inner('g')],
          ['Sigmoid', inner('g'), inner('s')],
          ['Mul', `${inner('a')} ${inner('s')}`, to],
        ],
      };
    case 'branches':
      return {
        nodes: [
          ['Tanh', from, inner('a')],
          conv(from, inner('b')),
          ['Mul', `${inner('a')} ${inner('b')}`, inner('c')],
          ['Add', `${inner('c')} ${inner('a')}`, to],
        ],
      };
  }
}
