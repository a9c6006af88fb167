import { BespokeError } from '../errors.js';
import type { FiledModels, ModelAsset } from './filed-models.js';

/**
 * Several plugins of one compiler may share neither a model's name nor, with other content, a file's.
 * @throws BespokeError MODEL_CLASH.
 */
export function assertNoClashes(filed: readonly FiledModels[]): void {
  const owners = new Map<string, FiledModels>();
  const byPath = new Map<string, ModelAsset>();
  for (const each of filed) {
    for (const name of each.modules.keys()) {
      if (owners.has(name))
        throw clash(
          'two plugins of this compiler make a model of this name',
          name,
          'Give one of them another name.',
        );
      owners.set(name, each);
    }
    for (const file of each.files) {
      const other = byPath.get(file.path);
      if (other !== undefined && other.sha256 !== file.sha256)
        throw clash(
          `model '${other.model}' for '${other.target}' and model '${file.model}' for '${file.target}' get the same file name`,
          file.path,
          'Put [contenthash], or something between [name] and [target], into the filename of the plugin.',
        );
      byPath.set(file.path, file);
    }
  }
}

const clash = (what: string, value: string, next: string): BespokeError =>
  new BespokeError({ code: 'MODEL_CLASH', what: `${what}; no model was emitted`, value, next });
