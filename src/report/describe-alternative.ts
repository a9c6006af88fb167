import type { ReplacedStretch } from '../pipeline/report-data.js';

/** What is done, by the words that an alternative's id begins with. */
const DEEDS: Readonly<Record<string, string>> = {
  member: 'as a whole',
  import: 'a part of it',
  prune: 'channels taken out',
  shorten: 'parts left out',
  decompose: 'convolutions of low rank',
  lowRank: 'dense layers of low rank',
  separable: 'separable convolutions',
  shrink: 'smaller kernels',
  activation: 'cheaper activation functions',
};

/** An alternative in words, innermost first: 'resnet32.onnx as a whole, parts left out'. */
export function describeAlternative({ alternative, member }: ReplacedStretch): string {
  const deeds = alternative.split(':').flatMap((word) => DEEDS[word] ?? []);
  return [member, ...deeds.reverse()].join(', ').replace(', as a whole', ' as a whole');
}
