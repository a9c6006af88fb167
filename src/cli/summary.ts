import type { BespokeManifest, ManifestModel, ManifestTarget } from '../config/gen/manifest-schema.js';
import { isShare } from '../config/quality-metrics.js';
import { type Elsewhere, elsewhereText } from '../farm/elsewhere.js';
import { bytesText, countText, shareText } from '../quantity.js';
import { table } from './table.js';

/** What was emitted, for people: a table a model, with shares of the teacher's. */
export function summaryOf(manifest: BespokeManifest, directory: string, elsewhere: Elsewhere = {}): string {
  const others = elsewhereText(elsewhere);
  return `${manifest.models.map(modelSummary).join('\n')}\n${others === undefined ? '' : `${others}\n`}Written to ${directory}\n`;
}

function modelSummary({ name, teacher, targets }: ManifestModel): string {
  const { metric } = teacher.quality;
  const rows = targets.map((target) => [
    target.name,
    latencyText(target.latencyMs),
    `${bytesText(target.sizeBytes)} (${shareText(target.sizeBytes / teacher.sizeBytes)})`,
    `${countText(target.macs)} (${shareText(target.macs / teacher.macs)})`,
    qualityText(metric, target.quality.value),
    target.budgets.every(({ met }) => met) ? 'met' : 'missed',
    target.file,
  ]);
  const heading = ['target', 'latency', 'size', 'MACs', metric, 'budgets', 'file'];
  const original = ['teacher', '', bytesText(teacher.sizeBytes), countText(teacher.macs)];
  return `${name}\n${table([heading, [...original, qualityText(metric, teacher.quality.value), '', ''], ...rows])}`;
}

/** Predicted latencies carry their usual error. */
const latencyText = ({ teacher, student, predicted }: ManifestTarget['latencyMs']): string => {
  const text = `${student.toFixed(2)} ms (${shareText(student / teacher)})`;
  return predicted === undefined ? text : `${text}, predicted ±${shareText(predicted.error)}`;
};

const qualityText = (metric: string, value: number): string =>
  isShare(metric) ? `${(value * 100).toFixed(2)}%` : String(Number(value.toPrecision(4)));
