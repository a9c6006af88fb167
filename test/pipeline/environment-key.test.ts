import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { environmentKey } from '../../src/pipeline/session.js';

const wasm = { runtime: 'onnxruntime-web/wasm', threads: 4 } as const;
const profiled = { ...wasm, profile: '/phone.json' };

for (const [name, environment, key] of [
  ['measured', wasm, '{"runtime":"onnxruntime-web/wasm","threads":4}'],
  [
    'measured, whatever is said of a profile',
    { ...wasm, profile: undefined, onUnprofiled: 'predict' as const },
    '{"runtime":"onnxruntime-web/wasm","threads":4}',
  ],
  [
    'profiled',
    { ...profiled, onUnprofiled: 'predict' as const },
    '{"onUnprofiled":"predict","profile":"/phone.json","runtime":"onnxruntime-web/wasm","threads":4}',
  ],
] as const) {
  test(`key of an environment: ${name}`, () => assert.is(environmentKey(environment), key));
}

test.run();
