import type { Graph } from '../onnx/graph.js';
import { structureKey } from '../onnx/structure-key.js';

/** How a graph is written to a file: whole models are timed longer than parts. */
export type FileForm = 'part' | 'one sample' | 'open batch' | 'one sample, open size' | 'open batch and size';

const SUFFIXES: Readonly<Record<FileForm, string>> = {
  part: '',
  'one sample': '/1',
  'open batch': '/n',
  'one sample, open size': '/1s',
  'open batch and size': '/ns',
};
/** Of the hash; enough to tell millions of structures apart. */
const DIGITS = 20;

/** The name under which the latency of a file is kept. */
export const structureName = (graph: Graph, form: FileForm): string =>
  structureKey(graph).slice(0, DIGITS) + SUFFIXES[form];

/** The structure without the form of its file. */
export const structureOfName = (name: string): string => name.slice(0, DIGITS);

/** Whether it is of a whole model. */
export const isWholeName = (name: string): boolean => name.length > DIGITS;
