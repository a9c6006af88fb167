import { BespokeError } from '../errors.js';
import type { DescribedSamples } from './source-samples.js';

/**
 * Labels as class numbers; undefined where the source has none.
 * @throws BespokeError DATA_LABELS.
 */
export function assertLabels(
  samples: DescribedSamples,
  where: string,
  expectedClasses: number | undefined,
): Int32Array | undefined {
  const { count, labels, classes } = samples;
  if (labels === undefined) return undefined;
  const refuse = (what: string, value: unknown, accepted: string, next?: string): never => {
    throw new BespokeError({ code: 'DATA_LABELS', what, where, value, accepted, next });
  };

  if (labels.length !== count)
    refuse('labels and samples differ in number', labels.length, `${count} labels`);
  if (classes !== undefined && expectedClasses !== undefined && classes.length !== expectedClasses) {
    refuse(
      `${classes.length} class folders for a model of ${expectedClasses} outputs`,
      classes,
      `${expectedClasses} folders, whose alphabetical order is the order of the model's outputs`,
      'An empty folder keeps the place of a class that has no images here.',
    );
  }
  const limit = expectedClasses ?? 2 ** 31;
  const checked = new Int32Array(count);
  for (let sample = 0; sample < count; sample++) {
    const label = labels[sample];
    if (!(Number.isInteger(label) && label >= 0 && label < limit)) {
      const range =
        expectedClasses === undefined ? 'whole numbers from 0 on' : `whole numbers from 0 to ${limit - 1}`;
      refuse(
        `label of sample ${sample} is no class of the model`,
        Number.isNaN(label) ? 'NaN' : label,
        range,
      );
    }
    checked[sample] = label;
  }
  return checked;
}
