import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = join(import.meta.dirname, '../..');

test('the committed codec is what onnx.proto makes', () => {
  assert.not.throws(() =>
    execFileSync(process.execPath, ['scripts/generate-onnx.js', '--check'], {
      cwd: root,
      stdio: 'pipe',
    }),
  );
});

test.run();
