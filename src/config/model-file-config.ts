import type { ModelFile } from './gen/config-schema.js';

export const pathOf = (file: ModelFile): string => (typeof file === 'string' ? file : file.path);

/** Undefined where the configuration does not say. */
export const licenceOf = (file: ModelFile): string | undefined =>
  typeof file === 'string' ? undefined : file.licence;
