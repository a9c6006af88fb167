import type { SourcePlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { sizeOf } from '../../onnx/tensor.js';
import type { SourceSamples } from '../source-samples.js';
import { collected, isIterable } from './iterated-samples.js';
import { isNumbers, numbersAsValues } from './module-values.js';
import { failingAsModule, openModule } from './open-module.js';

type ModulePlan = Extract<SourcePlan, { kind: 'module' }>;

/** What a data module may give at once. */
export interface ModuleSamples {
  /** All samples, one after the other. */
  readonly values: ArrayLike<number>;
  /** Shape of one sample, without the batch. */
  readonly dims: readonly number[];
  readonly labels?: ArrayLike<number>;
  readonly classes?: readonly string[];
}

/**
 * Samples of a user's module (TypeScript or JavaScript). Its default export is, or is a function (called with
 * `{ signal }`, may be async) that returns, {@link ModuleSamples} or an iterable or async iterable of
 * {@link ModuleSample}. Uint8Array and Uint8ClampedArray stay uint8, other numbers become float32.
 * @throws BespokeError DATA_MODULE, DATA_SHAPE; the signal's reason when aborted.
 */
export async function loadModuleSamples(
  source: ModulePlan,
  signal: AbortSignal | undefined,
): Promise<SourceSamples> {
  const { path, layout } = source;
  const unlessAborted = <Result>(run: () => Result | Promise<Result>) =>
    failingAsModule(path, run).catch((error) => {
      signal?.throwIfAborted();
      throw error;
    });
  const { value } = await openModule(path);
  const given: unknown = await unlessAborted(() => (typeof value === 'function' ? value({ signal }) : value));
  if (isIterable(given)) return { ...(await unlessAborted(() => collected(given, path, signal))), layout };
  if (!isModuleSamples(given)) {
    throw new BespokeError({
      code: 'DATA_MODULE',
      what: 'the module does not give samples',
      where: path,
      value: typeof given === 'object' && given !== null ? Object.keys(given) : given,
      accepted:
        'a default export (or a function that returns) { values, dims, labels?, classes? } or an iterable of samples',
    });
  }
  const { values, dims, labels, classes } = given;
  const count = values.length / sizeOf(dims);
  if (!Number.isInteger(count)) {
    throw new BespokeError({
      code: 'DATA_SHAPE',
      what: `${values.length} values are no whole number of samples of shape [${dims.join(', ')}]`,
      where: path,
      value: values.length,
      accepted: `a multiple of ${sizeOf(dims)}; dims is the shape of one sample, without the batch`,
    });
  }
  return { count, sampleDims: dims, values: numbersAsValues(values), labels, classes, layout };
}

function isModuleSamples(given: unknown): given is ModuleSamples {
  if (typeof given !== 'object' || given === null || !('values' in given && 'dims' in given)) return false;
  const { values, dims } = given;
  const labels = 'labels' in given ? given.labels : undefined;
  return (
    isNumbers(values) &&
    Array.isArray(dims) &&
    dims.every((dim) => Number.isInteger(dim) && dim > 0) &&
    (labels === undefined || isNumbers(labels))
  );
}
