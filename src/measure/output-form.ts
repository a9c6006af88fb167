import type { Graph } from '../onnx/graph.js';
import { asClasses, dimsOfClasses } from './class-labels.js';
import { asBoxes, BOXES_DIMS, detectionHead } from './detections.js';
import type { Output, OutputForm, Outputs } from './outputs.js';

/** Outputs of a network in the form that is kept of them. */
export function inForm(outputs: Outputs, form: OutputForm): Outputs {
  if (form === 'classes') return outputs.map(asClasses);
  return form === 'boxes' ? [asBoxes(outputs, detectionHead(outputs)!)] : outputs;
}

/** Name and shape of an output for one sample. */
export type SampleShape = Pick<Output, 'name' | 'dims'>;

/** What a graph gives for a sample; see {@link inForm}. */
export function shapesIn(form: OutputForm, { outputs }: Pick<Graph, 'outputs'>): SampleShape[] {
  const given = outputs.map(({ name, dims: [first, ...rest] }) => ({
    name,
    dims: first === 1 ? rest : [first!, ...rest],
  }));
  if (form === 'boxes') return [{ name: given[0]!.name, dims: BOXES_DIMS }];
  return form === 'classes' ? given.map(({ name, dims }) => ({ name, dims: dimsOfClasses(dims) })) : given;
}
