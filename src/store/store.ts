/**
 * Content-addressed results. A result is there whole or not at all; a damaged one is dropped and reported as missing.
 */
export interface Store {
  get(key: string): Promise<Uint8Array | undefined>;
  /** @param options.passing of use to this machine only, and soon deleted: not to be shared */
  put(key: string, bytes: Uint8Array, options?: { readonly passing?: boolean }): Promise<void>;
  has(key: string): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/**
 * A key is a hash of the step's name, its version and all that decides its result, in canonical JSON
 * (sorted keys, no undefined). Nothing else may go in.
 */
export type KeyPart =
  | null
  | boolean
  | number
  | string
  | readonly KeyPart[]
  | { readonly [name: string]: KeyPart };
