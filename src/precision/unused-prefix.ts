import type { Graph } from '../onnx/graph.js';

/**
 * `word` with as many colons behind it as it takes for no tensor of the graph to begin with it: new names are made with
 * it.
 */
export function unusedPrefix(graph: Graph, word: string): string {
  const names = [
    ...graph.initializers.keys(),
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  let prefix = `${word}:`;
  while (names.some((name) => name.startsWith(prefix))) prefix += ':';
  return prefix;
}
