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
  const { name, url, sizeBytes, sha256 } = target;
  const integrity =
    target.integrity ?? (sha256 && `sha256-${base64(sha256.match(/../g)!.map((pair) => +`0x${pair}`))}`);
  const subtle = globalThis.crypto?.subtle as typeof crypto.subtle | undefined;
  const response = await fetch(url, {
    ...(signal && { signal }),
    ...(integrity && !subtle && { integrity }),
  });
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
  if (integrity && subtle) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    if (integrity !== `sha256-${base64(digest)}`) throw new Error(`${url} has another SHA-256`);
  }
  return bytes;
}

const base64 = (bytes: Iterable<number>): string => btoa(String.fromCharCode(...bytes));
