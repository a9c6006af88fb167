import { fileURLToPath } from 'node:url';

/** What the loader of `bespoke:` modules finds in its context. */
export interface ProvidesModule {
  bespokeModule(): string;
}

/** Path of this file, as which bundlers load it. */
export const modelLoaderPath: string = fileURLToPath(import.meta.url);

/** The loader of `bespoke:` modules: of the two bundlers only webpack lets a plugin read a scheme without one. */
export function pitch(this: ProvidesModule): string {
  return this.bespokeModule();
}

/** Not reached: a loader that pitches gives the whole module. */
export default function modelLoader(source: string): string {
  return source;
}
