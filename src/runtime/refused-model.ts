import { BespokeError } from '../errors.js';
import type { ModelProto, NodeProto } from '../onnx/gen/onnx_pb.js';

/** What ONNX Runtime's message means, by what it says. */
const readings: readonly { readonly says: RegExp; readonly code: string; readonly next: string }[] = [
  {
    says: /only \*guarantees\* support|Opset \d+ is under development|No opset import/,
    code: 'MODEL_OPSET',
    next: 'Export the model with an opset that this ONNX Runtime supports, for example 18.',
  },
  {
    says: /is not a registered function\/op|No Op registered for|Could not find an implementation/,
    code: 'MODEL_OPERATOR',
    next: 'Export the model with standard ONNX operators only.',
  },
];

/**
 * The error of a model that ONNX Runtime refuses to open, with the node's name and operator where its message has one.
 */
export function refusedModel(model: ModelProto, cause: Error, where: string): BespokeError {
  const message = cause.message.replace(/^\/\S+ .*?\) (?=[A-Z])/, '').replace(/\.+$/, '');
  const reading = readings.find(({ says }) => says.test(cause.message));
  const node = mentioned(model.graph?.node ?? [], cause.message);
  const named = node === undefined ? 'the model' : `node '${node.name || node.output[0]}' (${node.opType})`;
  return new BespokeError({
    code: reading?.code ?? 'MODEL_REFUSED',
    what: `ONNX Runtime refuses ${named}: ${message}`,
    where,
    value: node?.opType,
    next: reading?.next ?? 'Check the model with onnx.checker, or export it again.',
    cause,
  });
}

function mentioned(nodes: readonly NodeProto[], message: string): NodeProto | undefined {
  const name =
    /In Node, \("([^"]+)"/.exec(message)?.[1] ??
    /Node \(([^)]+)\) Op \(/.exec(message)?.[1] ??
    /node with name '([^']+)'/.exec(message)?.[1];
  const operator = /Fatal error: (?:\S*:)?(\w+)\(/.exec(message)?.[1];
  return nodes.find((node) => (name === undefined ? node.opType === operator : node.name === name));
}
