import { floatAttribute, intAttribute, intsAttribute } from '../graph.js';
import { float32, int64, type Tensor } from '../tensor.js';
import { trimmed, type UpgradeRule, without } from './rule.js';

const scalar = (value: number): Tensor => float32(Float32Array.of(value), []);

/** Pad, opset 11: `pads` and `value` became inputs. */
const pad: UpgradeRule = {
  opTypes: ['Pad'],
  below: 11,
  rewrite(node, context) {
    const pads = context.addWeight(node, 'pads', int64(intsAttribute(node, 'pads', [])));
    const value = context.addWeight(node, 'value', scalar(floatAttribute(node, 'value', 0)));
    return [{ ...node, inputs: [node.inputs[0], pads, value], attributes: without(node, 'pads', 'value') }];
  },
};

/** Slice, opset 10: `starts`, `ends`, `axes` became inputs. */
const slice: UpgradeRule = {
  opTypes: ['Slice'],
  below: 10,
  rewrite(node, context) {
    const starts = intsAttribute(node, 'starts', []);
    const axes = intsAttribute(node, 'axes', [...starts.keys()]);
    const inputs = [
      node.inputs[0],
      context.addWeight(node, 'starts', int64(starts)),
      context.addWeight(node, 'ends', int64(intsAttribute(node, 'ends', []).map(inRange))),
      context.addWeight(node, 'axes', int64(axes)),
    ];
    return [{ ...node, inputs, attributes: without(node, 'starts', 'ends', 'axes') }];
  },
};

/** "To the end" is any large number; 2^63 - 1 is not a double. */
const inRange = (value: number): number => Math.max(-(2 ** 53), Math.min(2 ** 53, value));

/** Clip, opset 11: `min` and `max` became inputs. */
const clip: UpgradeRule = {
  opTypes: ['Clip'],
  below: 11,
  rewrite(node, context) {
    const bound = (name: 'min' | 'max'): string =>
      node.attributes[name] === undefined
        ? ''
        : context.addWeight(node, name, scalar(floatAttribute(node, name, 0)));
    const inputs = trimmed([node.inputs[0], bound('min'), bound('max')]);
    return [{ ...node, inputs, attributes: without(node, 'min', 'max') }];
  },
};

/** Split, opset 13: `split` became an input. */
const split: UpgradeRule = {
  opTypes: ['Split'],
  below: 13,
  rewrite(node, context) {
    if (node.attributes.split === undefined) return [node];
    const sizes = context.addWeight(node, 'split', int64(intsAttribute(node, 'split', [])));
    return [{ ...node, inputs: [node.inputs[0], sizes], attributes: without(node, 'split') }];
  },
};

/** Split, opset 18: equal parts are asked for by their number. */
const equalSplit: UpgradeRule = {
  opTypes: ['Split'],
  below: 18,
  rewrite(node) {
    if ((node.inputs[1] ?? '') !== '') return [node];
    const count = { type: 'int' as const, value: node.outputs.length };
    return [{ ...node, inputs: [node.inputs[0]], attributes: { ...node.attributes, num_outputs: count } }];
  },
};

/** TopK, opset 10: `k` became an input. */
const topK: UpgradeRule = {
  opTypes: ['TopK'],
  below: 10,
  rewrite(node, context) {
    const k = context.addWeight(node, 'k', int64([intAttribute(node, 'k', 1)]));
    return [{ ...node, inputs: [node.inputs[0], k], attributes: without(node, 'k') }];
  },
};

/** Attributes that became inputs. In order: a node passes one after the other. */
export const attributeRules: readonly UpgradeRule[] = [pad, slice, clip, split, equalSplit, topK];
