import { fileURLToPath } from 'node:url';
import type { ProvidesModule } from './provide-modules.js';

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
