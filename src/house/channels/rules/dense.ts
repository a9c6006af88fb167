import { intAttribute } from '../../../onnx/graph.js';
import { type ChannelRule, withInput } from '../channel-rule.js';

/** Gemm of an activation [N, in] with a weight: [out, in] with transB, [in, out] without. */
export const gemm: ChannelRule = {
  couple: (node, coupling) =>
    !coupling.isWeight(node.inputs[0]) &&
    coupling.isWeight(node.inputs[1]) &&
    (!node.inputs[2] || coupling.isWeight(node.inputs[2])) &&
    intAttribute(node, 'transA', 0) === 0,
  narrow(node, narrowing) {
    const [input, weight, bias] = node.inputs;
    const outAxis = intAttribute(node, 'transB', 0) === 0 ? 1 : 0;
    const keptOut = narrowing.kept(node.outputs[0]);
    const slim = narrowing.sliced(
      narrowing.sliced(weight, outAxis, keptOut),
      1 - outAxis,
      narrowing.kept(input),
    );
    const result = withInput(node, 1, slim);
    if (!bias) return result;
    const dims = narrowing.dims(bias);
    return dims.at(-1) === narrowing.dims(node.outputs[0])[1]
      ? withInput(result, 2, narrowing.sliced(bias, dims.length - 1, keptOut))
      : result;
  },
};

/** MatMul of an activation [..., in] with a weight [in, out]; of rank 4 only the last axis would be channels. */
export const matMul: ChannelRule = {
  couple: (node, coupling) =>
    !coupling.isWeight(node.inputs[0]) &&
    coupling.isWeight(node.inputs[1]) &&
    coupling.dims(node.inputs[1]).length === 2 &&
    coupling.dims(node.inputs[0]).length !== 4,
  narrow(node, narrowing) {
    const [input, weight] = node.inputs;
    const slim = narrowing.sliced(weight, 0, narrowing.kept(input));
    return withInput(node, 1, narrowing.sliced(slim, 1, narrowing.kept(node.outputs[0])));
  },
};
