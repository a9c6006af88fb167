import type { Problem } from '../errors.js';
import type { ModelFile } from './gen/config-schema.js';

export const pathOf = (file: ModelFile): string => (typeof file === 'string' ? file : file.path);

/** Undefined where the configuration does not say. */
export function licenceOf(file: ModelFile, where: string, problems: Problem[]): string | undefined {
  if (typeof file === 'string') return undefined;
  const { licence, license } = file;
  if (licence !== undefined && license !== undefined && licence !== license) {
    problems.push({
      code: 'CONFIG_VALUE',
      what: "'licence' and 'license' mean the same but differ",
      where: `${where}.license`,
      value: license,
      accepted: 'one of the two',
    });
  }
  return licence ?? license;
}
