import type { ModelPlan, TargetEnvironment } from '../../config/plan.js';
import type { OutputValues } from '../../measure/output-values.js';
import { type RunOnce, type RunOnceJob, runOnceTask } from '../../measure/run-once.js';
import { keyOf, sha256 } from '../../store/key.js';
import { preprocessingOf } from '../inputs/preprocessing.js';
import type { SampleSplit } from '../inputs/sample-split.js';
import type { BuildSession } from '../session.js';

/** Values that are compared, at most. */
const VALUES = 2048;
/** Share of their variance by which outputs may differ: sums in another order, and rounding to fewer bits. */
const MOST_ERROR = 0.05;

/**
 * What is wrong with the outputs that a file gives on the device of a target, for people: values that are no numbers,
 * or others than ONNX Runtime gives here for the same sample. Undefined where they agree, and where there is no device
 * to ask. float16 overflows on some graphics cards, and a kernel may have a fault that no other engine has.
 */
export async function faultOnDevice(
  session: BuildSession,
  environment: TargetEnvironment,
  { model, train }: { readonly model: ModelPlan; readonly train: SampleSplit },
  file: Uint8Array,
): Promise<string | undefined> {
  const { outputs, identity } = await session.latency(environment);
  if (outputs === undefined) return undefined;
  const [index] = train.order;
  const job: RunOnceJob = {
    model: file,
    dataset: train.path,
    input: model.input,
    index: index!,
    most: VALUES,
  };
  const { runtime, threads } = environment;
  const key = keyOf('outputs on a device', 1, {
    file: sha256(file),
    sample: { data: train.digest, input: preprocessingOf(model.input), index: index! },
    device: identity,
    runtime,
    threads,
  });
  const fault = await session.json<string | null>(key, async () => {
    const { inputs, values } = await session.workers.run<RunOnce>(runOnceTask, job);
    return faultOf(await outputs({ model: file, inputs }), values) ?? null;
  });
  return fault ?? undefined;
}

/** @param expected what is right; null where even that is no number */
export function faultOf(values: OutputValues, expected: OutputValues): string | undefined {
  if (values.length !== expected.length) return `${values.length} values in place of ${expected.length}`;
  const pairs = expected.flatMap((right, index) =>
    right === null ? [] : [[values[index]!, right] as const],
  );
  const lost = pairs.filter(([value]) => value === null).length;
  if (lost > 0) return `${lost} of ${pairs.length} values are no finite numbers`;
  const mean = pairs.reduce((sum, [, right]) => sum + right, 0) / pairs.length;
  let [error, spread] = [0, 0];
  for (const [value, right] of pairs) {
    error += (value! - right) ** 2;
    spread += (right - mean) ** 2;
  }
  const share = error / Math.max(spread, Number.EPSILON * pairs.length * Math.max(1, mean ** 2));
  return share > MOST_ERROR
    ? `values differ by ${(100 * share).toPrecision(2)} % of their variance`
    : undefined;
}
