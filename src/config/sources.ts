import { resolve } from 'node:path';
import type { SourceConfig } from './gen/config-schema.js';

/** 'nchw': channels first, 'nhwc': channels last. */
export type SourceLayout = 'nchw' | 'nhwc';

interface Layout {
  /**
   * Of samples of rank 3 as they lie in the source. Without it they are in the model's layout when they have exactly
   * its shape, and channels last otherwise.
   */
  readonly layout?: SourceLayout | undefined;
}

/** The plan of each kind of data source, by its kind: every path is absolute. Without `labels` nothing is labelled. */
interface SourcePlans {
  /** A folder of images. */
  images: { readonly path: string; readonly labels: 'folders' | undefined };
  /** A NumPy archive; `values`, for all or by inputs, and `labels` name arrays. */
  npz: Layout & {
    readonly path: string;
    readonly values: string | Readonly<Record<string, string>>;
    readonly labels: string | undefined;
  };
  /** IDX files: `path` and `labels`. */
  idx: Layout & { readonly path: string; readonly labels: string | undefined };
  /** A user's module, which alone knows whether it has labels. */
  module: Layout & { readonly path: string };
}

export type SourceKind = SourceConfig['kind'];

export type SourcePlanOf<Kind extends SourceKind> = Readonly<{ kind: Kind }> & SourcePlans[Kind];

export type SourcePlan = { [Kind in SourceKind]: SourcePlanOf<Kind> }[SourceKind];

/** What the configuration knows of one kind of source. */
interface SourceTraits<Kind extends SourceKind> {
  /** Keys that hold paths, and what has to be there. */
  readonly paths: Readonly<Record<string, 'file' | 'directory'>>;
  /** How labels are given, for messages; undefined where only loading the source tells whether there are any. */
  readonly labels: string | undefined;
  /** Default values; paths are made absolute by whoever asks. */
  plan(config: Extract<SourceConfig, { kind: Kind }>): SourcePlanOf<Kind>;
}

const SOURCES: { readonly [Kind in SourceKind]: SourceTraits<Kind> } = {
  images: {
    paths: { path: 'directory' },
    labels: "labels: 'folders'",
    plan: ({ kind, path, labels }) => ({ kind, path, labels }),
  },
  npz: {
    paths: { path: 'file' },
    labels: "labels: 'NAME OF THE ARRAY'",
    plan: ({ kind, path, values = 'x', labels, layout }) => ({ kind, path, values, labels, layout }),
  },
  idx: {
    paths: { path: 'file', labels: 'file' },
    labels: "labels: 'PATH OF THE IDX FILE'",
    plan: ({ kind, path, labels, layout }) => ({ kind, path, labels, layout }),
  },
  module: {
    paths: { path: 'file' },
    labels: undefined,
    plan: ({ kind, path, layout }) => ({ kind, path, layout }),
  },
};

/** The traits of a kind that is only known when the program runs. */
const traitsOf = ({ kind }: { readonly kind: SourceKind }) => SOURCES[kind] as SourceTraits<SourceKind>;

/** A data source with defaults filled in and its paths absolute. */
export function sourceOf(config: SourceConfig, base: string): SourcePlan {
  const plan = traitsOf(config).plan(config) as SourcePlan;
  const absolute = pathsIn(plan).map(({ key, path }) => [key, resolve(base, path)]);
  return { ...plan, ...Object.fromEntries(absolute) };
}

export interface SourcePath {
  readonly key: string;
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/** The files and folders that a source names, in its configuration or its plan. */
export function pathsIn(source: SourceConfig | SourcePlan): readonly SourcePath[] {
  const values = source as unknown as Readonly<Record<string, string | undefined>>;
  return Object.entries(traitsOf(source).paths).flatMap(([key, kind]) => {
    const path = values[key];
    return path === undefined ? [] : [{ key, path, kind }];
  });
}

/** What a plan says besides its paths: with the content of its files, this decides the samples. */
export function settingsOf(
  source: SourcePlan,
): Readonly<Record<string, string | Readonly<Record<string, string>> | null>> {
  const { paths } = traitsOf(source);
  const settings = Object.entries(source).filter(([key]) => !Object.hasOwn(paths, key));
  return Object.fromEntries(settings.map(([key, value]) => [key, value ?? null]));
}

/** Undefined where only loading the source tells. */
export function hasLabels(source: SourcePlan): boolean | undefined {
  if (traitsOf(source).labels === undefined) return undefined;
  return 'labels' in source && source.labels !== undefined;
}

/** How to give a source labels, for messages. */
export const howToLabel = (source: SourcePlan): string => traitsOf(source).labels ?? 'labels in the data';
