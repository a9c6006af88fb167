import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceRefusal } from '../../../src/measure/browser/device-refusal.js';
import type { DeviceReport } from '../../../src/measure/browser/protocol.js';

const wasm = (threads: number) => ({ runtime: 'onnxruntime-web/wasm' as const, threads });
const webgpu = { runtime: 'onnxruntime-web/webgpu' as const, threads: 1 };
const plain: DeviceReport = { userAgent: 'x', processors: 4, isolated: false, adapter: null };
const isolated: DeviceReport = { ...plain, isolated: true };
const card: DeviceReport = { ...isolated, adapter: { description: 'card', software: false } };
const software: DeviceReport = { ...isolated, adapter: { description: 'swiftshader', software: true } };

for (const [name, environment, device, options, code] of [
  ['one thread needs nothing', wasm(1), plain, {}, undefined],
  ['two threads need isolation', wasm(2), plain, {}, 'DEVICE_NOT_ISOLATED'],
  ['two threads with isolation', wasm(2), isolated, {}, undefined],
  ['WebGPU without an adapter', webgpu, isolated, {}, 'WEBGPU_NO_ADAPTER'],
  ['WebGPU on a card', webgpu, card, {}, undefined],
  ['WebGPU on a software adapter', webgpu, software, {}, 'WEBGPU_SOFTWARE_ADAPTER'],
  ['a software adapter that was asked for', webgpu, software, { softwareAdapter: true }, undefined],
] as const) {
  test(name, () => assert.is(deviceRefusal(environment, device, options)?.code, code));
}

test.run();
