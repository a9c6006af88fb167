import { KIND_NAMES, KIND_TRAITS } from '../config/kinds.js';
import type { ReplacedStretch } from '../pipeline/report-data.js';

/** An alternative in words, innermost first: 'resnet32.onnx as a whole, parts left out'. */
export function describeAlternative({ alternative, member }: ReplacedStretch): string {
  const kinds = alternative.split(':').flatMap((word) => KIND_NAMES.filter((name) => name === word));
  const words = kinds.map((name) => KIND_TRAITS[name].words);
  return [member, ...words.reverse()].join(', ').replace(', as a whole', ' as a whole');
}
