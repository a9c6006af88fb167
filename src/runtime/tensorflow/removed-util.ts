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
