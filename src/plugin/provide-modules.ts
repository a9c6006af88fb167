import { createHash } from 'node:crypto';
import { BespokeError } from '../errors.js';
import type { Bundler, Compilation, LoaderContext } from './bundler.js';
import { modelLoaderPath, type ProvidesModule } from './model-loader.js';

const scheme = 'bespoke';

/**
 * Makes `bespoke:NAME` importable in a compiler and in its child compilers. `textOf` gives a module's text or throws a
 * BespokeError that says which names there are.
 */
export function provideModules(
  name: string,
  bundler: Bundler,
  textOf: (name: string, compilation: Compilation) => string,
): void {
  // Last, so that its type prevails over rules for all that is not JavaScript.
  bundler.options.module.rules.push({ scheme, type: 'javascript/auto', use: [{ loader: modelLoaderPath }] });
  bundler.hooks.compilation.tap(name, (compilation, { normalModuleFactory }) => {
    const text = (request: string): string => {
      try {
        return textOf(request.slice(scheme.length + 1), compilation);
      } catch (error) {
        throw withoutStack(error);
      }
    };
    normalModuleFactory.hooks.resolveForScheme.for(scheme).tap(name, ({ resource }) => {
      versions(bundler, compilation)?.set(resource, digestOf(text(resource)));
    });
    bundler.webpack.NormalModule.getCompilationHooks(compilation).loader.tap(name, (context) => {
      const provides: ProvidesModule = {
        bespokeModule: () => {
          const found = text(context.resourcePath);
          followText(bundler, compilation, context, found);
          return found;
        },
      };
      Object.assign(context, provides);
    });
  });
}

/** No cache may serve a module whose text has become another one. */
function followText(bundler: Bundler, compilation: Compilation, context: LoaderContext, text: string): void {
  const info: WebpackBuildInfo | undefined = context._module?.buildInfo;
  if (versions(bundler, compilation) === undefined || info === undefined) context.cacheable(false);
  else info.valueDependencies = new Map([[context.resourcePath, digestOf(text)]]);
}

interface WebpackBuildInfo {
  valueDependencies?: Map<string, string>;
}

/**
 * webpack makes modules again whose noted versions are no longer those of the compilation; Rspack has no such thing.
 */
const versions = (bundler: Bundler, compilation: Compilation): Map<string, unknown> | undefined =>
  'rspack' in bundler ? undefined : compilation.valueCacheVersions;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Bundlers print the stack of what is thrown in a hook. */
function withoutStack(error: unknown): unknown {
  if (error instanceof BespokeError) error.stack = error.message;
  return error;
}
