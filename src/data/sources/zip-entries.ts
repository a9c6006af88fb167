import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** What {@link zipEntries} found. */
export interface ZipEntries {
  /** Names of all entries, in the archive's order. */
  readonly names: readonly string[];
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Bytes that say how long the rest must be: a .npy header. */
const HEAD = 1 << 16;

/**
 * Unpacks some entries of a zip archive, piece by piece, and compares their checksums. Memory is taken only when
 * `expected` agrees with the length that the archive states.
 * @param expected whole length of an entry by its first bytes; undefined when these do not say
 * @throws Error when it is no zip archive, or damaged; the signal's reason when aborted
 */
export async function zipEntries(
  path: string,
  wanted: ReadonlySet<string>,
  expected: (head: Uint8Array) => number | undefined,
  signal?: AbortSignal,
): Promise<ZipEntries> {
  const open = promisify<string, yauzl.Options, ZipFile>(yauzl.open);
  const archive = await open(path, { lazyEntries: true, autoClose: false });
  const names: string[] = [];
  const bytes = new Map<string, Uint8Array>();
  try {
    for (let entry = await nextEntry(archive); entry !== undefined; entry = await nextEntry(archive)) {
      names.push(entry.fileName);
      if (wanted.has(entry.fileName))
        bytes.set(entry.fileName, await unpacked(archive, entry, expected, signal));
    }
  } finally {
    archive.close();
  }
  return { names, bytes };
}

const nextEntry = (archive: ZipFile): Promise<Entry | undefined> =>
  new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      archive.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
      done();
    };
    archive.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    archive.once('end', () => settle(() => resolve(undefined)));
    archive.once('error', (error: Error) => settle(() => reject(error)));
    archive.readEntry();
  });

async function unpacked(
  archive: ZipFile,
  entry: Entry,
  expected: (head: Uint8Array) => number | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    archive.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const { uncompressedSize } = entry;
  let held = Buffer.alloc(Math.min(uncompressedSize, HEAD));
  let length = 0;
  let checksum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    if (length < HEAD && length + chunk.length >= HEAD && uncompressedSize > HEAD) {
      // What would be a bomb says another length in its header than the archive does.
      const head = Buffer.concat([held.subarray(0, length), chunk]);
      const said = expected(head);
      if (said !== undefined && said !== uncompressedSize)
        throw new RangeError(
          `'${entry.fileName}' unpacks to ${uncompressedSize} bytes, its header says ${said}`,
        );
      const whole = Buffer.alloc(uncompressedSize);
      held.copy(whole, 0, 0, length);
      held = whole;
    }
    chunk.copy(held, length);
    length += chunk.length;
    checksum = crc32(chunk, checksum);
  }
  if (checksum !== entry.crc32)
    throw new RangeError(`'${entry.fileName}' has another checksum than the archive says`);
  return held;
}
