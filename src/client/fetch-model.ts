import { browser } from './browser.js';
import type { BespokeTarget } from './model.js';

export interface FetchProgress {
  /** Name of the target. */
  readonly target: string;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/**
 * The bytes of a variant's file, checked by length and SHA-256. Outside secure contexts, where pages cannot make
 * digests, the browser checks the SHA-256 itself, and progress is told at the end only.
 */
export async function fetchModel(
  target: BespokeTarget,
  signal?: AbortSignal,
  onProgress?: (progress: FetchProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const integrity = integrityOf(target);
  const response = await fetch(target.url, {
    ...(signal && { signal }),
    ...(integrity && !digests() && { integrity }),
  });
  return readModel(response, target, onProgress);
}

/** The bytes of an answer, as they are expected. */
export async function readModel(
  response: Response,
  target: BespokeTarget,
  onProgress?: (progress: FetchProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { name, url, sizeBytes } = target;
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} for ${url}`);
  const bytes = new Uint8Array(sizeBytes);
  let loadedBytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (loadedBytes + value.length > sizeBytes) {
      await reader.cancel();
      throw new Error(`${url} has more than ${sizeBytes} bytes`);
    }
    bytes.set(value, loadedBytes);
    loadedBytes += value.length;
    onProgress?.({ target: name, loadedBytes, totalBytes: sizeBytes });
  }
  if (loadedBytes < sizeBytes) throw new Error(`${url} has ${loadedBytes} of ${sizeBytes} bytes`);
  const [integrity, subtle] = [integrityOf(target), digests()];
  if (integrity && subtle) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    if (integrity !== `sha256-${base64(digest)}`) throw new Error(`${url} has another SHA-256`);
  }
  return bytes;
}

/** The SHA-256 as browsers write it; undefined when none is known. */
export const integrityOf = ({ integrity, sha256 }: BespokeTarget): string | undefined =>
  integrity ?? (sha256 && `sha256-${base64(sha256.match(/../g)!.map((pair) => +`0x${pair}`))}`);

const digests = () => browser.crypto?.subtle;

const base64 = (bytes: Iterable<number>): string => btoa(String.fromCharCode(...bytes));
