import type { ModelPlan } from '../../config/plan.js';
import { BespokeError } from '../../errors.js';
import { decodeModel } from '../../onnx/codec.js';
import type { ModelFile } from '../../runtime/model-file.js';
import type { ModelResult, SourceEntry } from '../result.js';
import { memberNames } from './member-names.js';

/** How the keys are written that may name a licence, with or without a capital. */
const WORDS = ['icense', 'icence', 'ICENSE', 'ICENCE'];

/**
 * The licence that a .onnx file names itself, in its metadata_props under `license` or `licence`; undefined where it
 * names none.
 * @param where the file's name, for messages
 * @throws BespokeError of `decodeModel`; only files that hold the word are decoded.
 */
export function licenceIn(bytes: Buffer, where: string): string | undefined {
  if (!WORDS.some((word) => bytes.includes(word))) return undefined;
  const { metadataProps } = decodeModel(bytes, where);
  return metadataProps
    .filter(({ key }) => /^licen[sc]e$/i.test(key))
    .map(({ value }) => value.trim())
    .find((value) => value !== '');
}

/** A file that a model is made from, before it is known what is made. */
export type PretrainedFile = Omit<SourceEntry, 'taught' | 'usedBy'>;

/**
 * Teacher first, then the pool in the order of the config. What the configuration says of a licence stands before what
 * the file says.
 */
export function pretrainedFiles(model: ModelPlan, files: readonly ModelFile[]): readonly PretrainedFile[] {
  return memberNames(model).map((file, index) => {
    const { bytes, digest } = files[index];
    return { file, sha256: digest, licence: model.licences[index] ?? ownLicence(bytes, file) ?? null };
  });
}

/** Names and licences of files decide no result, so that a stored one takes them as they are now. */
export const withSources = (result: ModelResult, sources: readonly PretrainedFile[]): ModelResult => ({
  ...result,
  sources: result.sources.map(({ taught, usedBy }, index) => ({ ...sources[index], taught, usedBy })),
});

/** A broken file is reported when it is used. */
function ownLicence(bytes: Uint8Array, file: string): string | undefined {
  try {
    return licenceIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), file);
  } catch (error) {
    if (error instanceof BespokeError) return undefined;
    throw error;
  }
}

/** One sentence that names the files whose licence nothing tells; undefined when all are known. */
export function licenceWarning(sources: readonly PretrainedFile[]): string | undefined {
  const files = new Set(sources.flatMap(({ file, licence }) => (licence === null ? [file] : [])));
  if (files.size === 0) return undefined;
  const [first] = files;
  return (
    `no licence is known of ${[...files].join(', ')}, so the manifest says null. Write it into the configuration, ` +
    `as teacher or in pool: { path: '…/${first}', licence: 'MIT' }, or into the file's metadata_props under 'license'.`
  );
}
