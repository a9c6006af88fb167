import { createRequire } from 'node:module';
import type { Engine } from './engine.js';
import { engineUnavailable } from './engine-unavailable.js';
import { createTensorflowEngine } from './tensorflow/create-engine.js';
import type { Tf } from './tensorflow/operator.js';

const PACKAGE = '@tensorflow/tfjs-node-gpu';

/**
 * TensorFlow on an NVIDIA card by the optional peer `@tensorflow/tfjs-node-gpu`, loaded when the engine is first
 * wanted.
 * @param load gives the package; by default it is required from here
 * @throws BespokeError ENGINE_UNAVAILABLE when it is not installed or its library does not load.
 */
export async function openTensorflowEngine(load: () => unknown = requirePackage): Promise<Engine> {
  try {
    return createTensorflowEngine(load() as Tf);
  } catch (cause) {
    const missing =
      (cause as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND' && String(cause).includes(PACKAGE);
    throw missing
      ? engineUnavailable(
          'tensorflow',
          `the package ${PACKAGE} is not installed`,
          `Run "npm install ${PACKAGE}@4.22", or set engine: "cpu".`,
          cause,
        )
      : engineUnavailable(
          'tensorflow',
          `${PACKAGE} does not load: ${(cause as Error).message}`,
          `It needs CUDA 11 and cuDNN 8; "npm rebuild ${PACKAGE}" fetches its library again. Or set engine: "cpu".`,
          cause,
        );
  }
}

function requirePackage(): unknown {
  const require = createRequire(import.meta.url);
  supplyRemovedUtil(require('node:util') as Record<string, unknown>);
  return require(PACKAGE);
}

/**
 * Functions that Node 23 took out of `node:util` and that tfjs-node 4.22 still calls. `util` is what
 * `require('node:util')` gives; what is there stays.
 */
export function supplyRemovedUtil(util: Record<string, unknown>): void {
  const removed: Readonly<Record<string, (value: unknown) => boolean>> = {
    isArray: Array.isArray,
    isBoolean: (value) => typeof value === 'boolean',
    isFunction: (value) => typeof value === 'function',
    isNull: (value) => value === null,
    isNullOrUndefined: (value) => value === null || value === undefined,
    isNumber: (value) => typeof value === 'number',
    isObject: (value) => typeof value === 'object' && value !== null,
    isPrimitive: (value) => (typeof value !== 'object' && typeof value !== 'function') || value === null,
    isString: (value) => typeof value === 'string',
    isUndefined: (value) => value === undefined,
  };
  for (const [name, test] of Object.entries(removed)) util[name] ??= test;
}
