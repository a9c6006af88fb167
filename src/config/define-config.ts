import type { BespokeConfig } from './gen/config-schema.js';

/** Gives its argument back; for types and completion in `bespoke.config.ts`. */
export const defineConfig = (config: BespokeConfig): BespokeConfig => config;
