import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readError } from './sources/read-error.js';

/**
 * sha256 (hex) of a file's bytes, read in blocks; {@link DigestMemo} remembers it between runs.
 * @throws BespokeError DATA_MISSING.
 */
export function fileDigest(path: string): string {
  try {
    const hash = createHash('sha256');
    const block = Buffer.allocUnsafe(1 << 18);
    const file = openSync(path, 'r');
    try {
      for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
        hash.update(block.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
    return hash.digest('hex');
  } catch (error) {
    throw readError(error, path);
  }
}
