import { KIND_NAMES, KIND_TRAITS } from '../config/kinds.js';
import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import type { ReplacedStretch, TargetReport } from '../pipeline/report-data.js';
import { bytesText, countText } from '../quantity.js';
import { millisecondsText, qualityText } from './amounts.js';
import { type Html, html } from './html.js';
import { stretchClass } from './stretch-class.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

/** What replaced what, one item a stretch, numbered as in the diagram. */
export function stretchList({ replacements }: TargetReport, { replacements: said, quality }: Entry): Html {
  if (replacements.length === 0) return html`<p>Nothing is replaced: the teacher itself is emitted.</p>`;
  const items = replacements.map((replacement, index) => {
    const entry = said.find(({ alternative }) => alternative === replacement.alternative);
    return html`<li><span class="badge ${stretchClass(index)}" aria-hidden="true">${index + 1}</span><div><p><strong>${describeAlternative(replacement)}</strong>${entry && html` for <code>${entry.from}</code> to <code>${entry.to}</code>`}</p><p class="figures">${changes(replacement)}${entry && html`<span>${quality.metric} with it alone ${qualityText(quality.metric, entry.iacc)}</span>`}</p><p class="id"><code>${replacement.alternative}</code></p></div></li>`;
  });
  return html`<ol class="stretches">${items}</ol>`;
}

function changes({ original, own }: ReplacedStretch): Html[] {
  const change = (name: string, before: string, after: string) =>
    html`<span>${name} ${before} → ${after}</span>`;
  const latency =
    original.latencyMs === null || own.latencyMs === null
      ? []
      : [change('latency', millisecondsText(original.latencyMs), millisecondsText(own.latencyMs))];
  return [
    ...latency,
    change('MACs', countText(original.macs), countText(own.macs)),
    change('size', bytesText(original.sizeBytes), bytesText(own.sizeBytes)),
  ];
}

/** An alternative in words, innermost first: 'resnet32.onnx as a whole, parts left out'. */
export function describeAlternative({ alternative, member }: ReplacedStretch): string {
  const kinds = alternative.split(':').flatMap((word) => KIND_NAMES.filter((name) => name === word));
  const words = kinds.map((name) => KIND_TRAITS[name].words);
  return [member, ...words.reverse()].join(', ').replace(', as a whole', ' as a whole');
}
