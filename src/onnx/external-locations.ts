import {
  type GraphProto,
  type ModelProto,
  type TensorProto,
  TensorProto_DataLocation,
} from './gen/onnx_pb.js';

/** Files beside the model that its tensors name, sorted, each once. */
export function externalLocations(model: ModelProto): string[] {
  const locations = new Set<string>();
  const visitTensor = (tensor: TensorProto): void => {
    if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return;
    for (const { key, value } of tensor.externalData) if (key === 'location') locations.add(value);
  };
  const visitGraph = (graph: GraphProto): void => {
    graph.initializer.forEach(visitTensor);
    for (const { attribute } of graph.node) {
      for (const { t, tensors, g, graphs } of attribute) {
        if (t !== undefined) visitTensor(t);
        tensors.forEach(visitTensor);
        if (g !== undefined) visitGraph(g);
        graphs.forEach(visitGraph);
      }
    }
  };
  if (model.graph !== undefined) visitGraph(model.graph);
  return [...locations].sort();
}
