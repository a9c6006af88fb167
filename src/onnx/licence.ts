import { decodeModel } from './codec.js';

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
