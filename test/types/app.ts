/** Compiled by test/types/types.test.ts against the built package; each `@ts-expect-error` must be one. */
import classifier from 'bespoke:classifier';
import { ClientError, open, openWith, pick, thisDevice } from 'bespoke-webpack-plugin/client';

const url: string = classifier.targets[0]!.url;
const latencyMs: number | undefined = classifier.targets[0]!.latencyMs?.student;

export async function run(ort: typeof import('onnxruntime-web')) {
  const { session, target } = await open(classifier, { prefer: 'phone', withinMs: 20 });
  const opened = await openWith(ort, classifier);
  const { variants } = await pick(classifier, await thisDevice());
  return [url, latencyMs, session.inputNames, target.name, opened.provider, variants[0]!.threads];
}

export const isRefused = (error: unknown): boolean => error instanceof ClientError && error.tried.length > 0;

// @ts-expect-error: targets have no field of this name
export const { latency } = classifier.targets[0]!;
// @ts-expect-error: a model, not its name
void open('classifier');
// @ts-expect-error: there is no such option
void open(classifier, { within: 20 });
