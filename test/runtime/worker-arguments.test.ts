import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { workerArguments } from '../../src/runtime/worker-process.js';

const test = suite('worker arguments');
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['loaders are kept', ['--import', 'tsx', '--require', 'a.cjs'], ['--import', 'tsx', '--require', 'a.cjs']],
  ['memory limits are kept', ['--max-old-space-size=99'], ['--max-old-space-size=99']],
  ['script text is dropped', ['--import', 'tsx', '--input-type=module', '-e', 'code'], ['--import', 'tsx']],
  [
    'the debugger stays with the parent',
    ['--inspect-brk=9229', '--inspect', '--enable-source-maps'],
    ['--enable-source-maps'],
  ],
  ['watch and test modes stay with the parent', ['--watch', '--test'], []],
];
for (const [name, given, expected] of cases) test(name, () => assert.equal(workerArguments(given), expected));
test.run();
