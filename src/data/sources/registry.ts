import type { SourceKind } from '../../config/sources.js';
import type { DataSource } from './data-source.js';
import { idxSource } from './idx.js';
import { imagesSource } from './images.js';
import { moduleSource } from './module.js';
import { npzSource } from './npz.js';

const DATA_SOURCES: { readonly [Kind in SourceKind]: DataSource<Kind> } = {
  images: imagesSource,
  npz: npzSource,
  idx: idxSource,
  module: moduleSource,
};

/** The source of a kind that is only known when the program runs. */
export const dataSourceOf = ({ kind }: { readonly kind: SourceKind }): DataSource<SourceKind> =>
  DATA_SOURCES[kind] as DataSource<SourceKind>;
