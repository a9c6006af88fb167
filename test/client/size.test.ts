import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CLIENT_LIMIT_BYTES, clientSizeBytes } from '../../scripts/client-size.js';

test('beside onnxruntime-web the client weighs less than 4 KB, gzipped', async () => {
  const bytes = await clientSizeBytes();
  assert.ok(bytes <= CLIENT_LIMIT_BYTES, `${bytes} bytes`);
  assert.ok(bytes > 1000, `${bytes} bytes: that cannot be all of it`);
});

test.run();
