import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { float32, type Tensor } from '../../src/onnx/tensor.js';
import { probeChannelBlock } from '../../src/runtime/channel-block.js';
import type { Engine } from '../../src/runtime/engine.js';
import { cpuEngine } from '../../src/runtime/onnxruntime-cpu.js';

const changed = (change: (y: Tensor) => Tensor): Pick<Engine, 'open'> => ({
  open: async (model, options) => {
    const session = await cpuEngine.open(model, options);
    return {
      ...session,
      run: async (feeds, outputs) => ({ y: change((await session.run(feeds, outputs)).y!) }),
    };
  },
});

test('on the CPU the block is that of the vector width, on x64 8 or 16', async () => {
  const block = await cpuEngine.channelBlock!();
  const accepted = process.arch === 'x64' ? [8, 16] : [8, 16, undefined];
  assert.ok(accepted.includes(block), `${block}`);
  assert.is(await cpuEngine.channelBlock!(), block);
});

test('an engine that refuses blocked operators, or computes others than ours with them, has none', async () => {
  const refusing = { open: () => Promise.reject(new Error('no kernel')) };
  assert.is(await probeChannelBlock(refusing), undefined);
  const wrong = changed(({ data, dims }) =>
    float32(
      Float32Array.from(data as Float32Array, (value) => value + 1),
      dims,
    ),
  );
  assert.is(await probeChannelBlock(wrong), undefined);
});

test.run();
