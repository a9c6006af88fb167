import { type GraphProto, type TensorProto, TensorProto_DataLocation } from '../gen/onnx_pb.js';
import { externalBytes, type ReadExternal } from '../read-tensor.js';

/**
 * Brings weights that lie in other files into the model, in place, those of nested graphs too.
 * @throws BespokeError MODEL_EXTERNAL_DATA
 */
export function takeInExternal(
  graph: GraphProto,
  where: string,
  readExternal: ReadExternal | undefined,
): void {
  const take = (tensor: TensorProto): void => {
    if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return;
    tensor.rawData = externalBytes(tensor, { where: `${where}: weight '${tensor.name}'`, readExternal });
    tensor.externalData = [];
    tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
  };
  graph.initializer.forEach(take);
  for (const { attribute } of graph.node) {
    for (const { t, tensors, g, graphs } of attribute) {
      for (const tensor of t === undefined ? tensors : [t, ...tensors]) take(tensor);
      for (const nested of g === undefined ? graphs : [g, ...graphs])
        takeInExternal(nested, where, readExternal);
    }
  }
}
