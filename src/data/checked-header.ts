import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { BespokeError } from '../errors.js';

/** A header in JSON behind its own CRC-32. */
export function headerText(header: object): string {
  const json = JSON.stringify(header);
  return `${hex(crc32(json))} ${json}`;
}

/** The header of {@link headerText}, padding behind it allowed; undefined when its checksum is wrong. */
export function headerOf<Header>(text: string): Header | undefined {
  const [checksum, json] = [text.slice(0, 8), text.slice(9).trimEnd()];
  return hex(crc32(json)) === checksum ? (JSON.parse(json) as Header) : undefined;
}

/** CRC-32 of each so many bytes; the last piece may be shorter. */
export const checksumsOf = (bytes: Uint8Array, size: number): number[] =>
  Array.from({ length: size === 0 ? 0 : Math.ceil(bytes.length / size) }, (_, piece) =>
    crc32(bytes.subarray(piece * size, (piece + 1) * size)),
  );

const hex = (checksum: number): string => checksum.toString(16).padStart(8, '0');

/** Removes a file of intermediate data whose content is not what was written, so that the next build makes it again. */
export function removeDamaged(path: string, how: string): BespokeError {
  rmSync(path, { force: true });
  return new BespokeError({
    code: 'SCRATCH_DAMAGED',
    what: `a file of intermediate data is damaged: ${how}`,
    where: basename(path),
    next: 'The file was removed. Build again: what was made from it before is right, and the file is made anew. If this comes back, check the disk.',
  });
}

/** A file if all that it counts reads as it was written; undefined where it was damaged, and thus removed. */
export function soundFile<File extends { readonly count: number; close(): void }>(
  open: () => File,
  read: (file: File, index: number) => void,
): File | undefined {
  try {
    const file = open();
    try {
      for (let index = 0; index < file.count; index++) read(file, index);
      return file;
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof BespokeError && error.code === 'SCRATCH_DAMAGED') return undefined;
    throw error;
  }
}
