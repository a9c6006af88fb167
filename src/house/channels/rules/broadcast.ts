import { channelAxis } from '../channel-axis.js';
import { type ChannelRule, withInput } from '../channel-rule.js';

/** Add, Mul, PRelu and the like: operands are aligned from the last axis; an operand of size 1 is repeated. */
export const broadcastChannels: ChannelRule = {
  couple(node, coupling) {
    const [output] = node.outputs;
    const dims = coupling.dims(output);
    const axis = channelAxis(dims);
    if (axis === undefined) return false;
    let carried = false;
    for (const input of node.inputs) {
      if (coupling.isWeight(input)) continue;
      const shape = coupling.dims(input);
      if (shape.length !== dims.length) return false;
      if (shape[axis] === dims[axis]) {
        coupling.joinAll(input, output, dims[axis]);
        carried = true;
      } else coupling.lock(input);
    }
    return carried;
  },
  narrow(node, narrowing) {
    const dims = narrowing.dims(node.outputs[0]);
    const axis = channelAxis(dims)!;
    const kept = narrowing.kept(node.outputs[0]);
    return node.inputs.reduce((result, input, position) => {
      if (!narrowing.isWeight(input)) return result;
      const shape = narrowing.dims(input);
      const own = axis - (dims.length - shape.length);
      if (own < 0 || shape[own] === 1) return result;
      return withInput(result, position, narrowing.sliced(input, own, kept));
    }, node);
  },
};
