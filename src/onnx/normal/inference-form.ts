import type { GraphProto, NodeProto } from '../gen/onnx_pb.js';

/**
 * Layers that were exported as in training, since somebody forgot `eval()`, made to compute as in inference, in place:
 * batch norm by its running statistics, dropout not at all.
 * @returns what was found, in a sentence
 */
export function inInferenceForm({ node: nodes, output: outputs }: GraphProto): string[] {
  const read = new Set([...nodes.flatMap(({ input }) => input), ...outputs.map(({ name }) => name)]);
  const changed = nodes.filter(
    (node) =>
      (node.domain === '' || node.domain === 'ai.onnx') && (asInference[node.opType]?.(node, read) ?? false),
  );
  if (changed.length === 0) return [];
  const types = [...new Set(changed.map(({ opType }) => opType))].sort().join(' and ');
  return [
    `the model was exported in training mode: ${changed.length} nodes (${types}) are taken in their inference form. Call eval() before the export.`,
  ];
}

const asInference: Readonly<Record<string, (node: NodeProto, read: ReadonlySet<string>) => boolean>> = {
  BatchNormalization(node, read) {
    const further = node.output.slice(1).filter((name) => name !== '');
    const mode = node.attribute.find(({ name }) => name === 'training_mode');
    const isTraining = mode?.i === 1n || further.length > 0;
    // Batch statistics that something reads are wanted.
    if (!isTraining || further.some((name) => read.has(name))) return false;
    node.output = node.output.slice(0, 1);
    node.attribute = node.attribute.filter(({ name }) => name !== 'training_mode');
    return true;
  },
  Dropout(node) {
    if (!node.input[2]) return false;
    node.input = node.input.slice(0, 2);
    return true;
  },
};
