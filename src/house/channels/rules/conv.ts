import { intAttribute } from '../../../onnx/graph.js';
import { type ChannelRule, withInput } from '../channel-rule.js';

/**
 * Conv: weight [out, in / groups, kernel]. With one group all channels are independent; a depthwise convolution ties
 * its output to its input; other groups lose the same channels in every group, so that they stay equally wide.
 */
export const conv: ChannelRule = {
  couple(node, coupling) {
    const [input, weight] = node.inputs;
    if (!coupling.isWeight(weight) || coupling.dims(input).length !== 4) return false;
    const groups = intAttribute(node, 'group', 1);
    const inputs = coupling.dims(input)[1];
    const outputs = coupling.dims(weight)[0];
    const [output] = node.outputs;
    if (groups === 1) return true;
    if (groups === inputs) {
      const multiplier = outputs / inputs;
      for (let channel = 0; channel < outputs; channel++)
        coupling.join(input, Math.floor(channel / multiplier), output, channel);
      return true;
    }
    for (const [name, width] of [
      [input, inputs / groups],
      [output, outputs / groups],
    ] as const)
      for (let channel = width; channel < width * groups; channel++)
        coupling.join(name, channel % width, name, channel);
    return true;
  },
  narrow(node, narrowing) {
    const [input, weight, bias] = node.inputs;
    const groups = intAttribute(node, 'group', 1);
    const keptIn = narrowing.kept(input);
    const keptOut = narrowing.kept(node.outputs[0]);
    let slim = narrowing.sliced(weight, 0, keptOut);
    let group = node.attributes.group;
    if (groups > 1 && groups === narrowing.dims(input)[1]) group = { type: 'int', value: keptIn.length };
    else {
      const width = narrowing.dims(weight)[1];
      slim = narrowing.sliced(
        slim,
        1,
        keptIn.filter((channel) => channel < width),
      );
    }
    let result = withInput(node, 1, slim);
    if (bias !== undefined && bias !== '') result = withInput(result, 2, narrowing.sliced(bias, 0, keptOut));
    return group === undefined ? result : { ...result, attributes: { ...node.attributes, group } };
  },
};

/** ConvTranspose: weight [in, out / groups, kernel]; only with one group. */
export const convTranspose: ChannelRule = {
  couple: (node, coupling) =>
    coupling.isWeight(node.inputs[1]) &&
    coupling.dims(node.inputs[0]).length === 4 &&
    intAttribute(node, 'group', 1) === 1,
  narrow(node, narrowing) {
    const [input, weight, bias] = node.inputs;
    const keptOut = narrowing.kept(node.outputs[0]);
    const slim = narrowing.sliced(narrowing.sliced(weight, 0, narrowing.kept(input)), 1, keptOut);
    const result = withInput(node, 1, slim);
    return bias === undefined || bias === ''
      ? result
      : withInput(result, 2, narrowing.sliced(bias, 0, keptOut));
  },
};
