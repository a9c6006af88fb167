import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inDirectory } from '../store/temporary-directory.js';

const run = promisify(execFile);
const engine = new URL('../../src/runtime/onnxruntime-cpu.js', import.meta.url).href;
const model = new URL('../../fixtures/models/teacher.onnx', import.meta.url).href;

/** Opens a model in a process with an empty home folder; gives the setting that it had, and what is in the folder. */
async function opened(home: string, setting?: string): Promise<{ setting: string; files: string[] }> {
  const script = `
    import { readFileSync } from 'node:fs';
    const { cpuEngine } = await import('${engine}');
    const session = await cpuEngine.open(readFileSync(new URL('${model}')), { threads: 1 });
    await session.close();
    console.log(process.env.ORT_DISABLE_TELEMETRY);`;
  const { ORT_DISABLE_TELEMETRY: _, XDG_CACHE_HOME: __, ...rest } = process.env;
  const env = { ...rest, HOME: home, ...(setting === undefined ? {} : { ORT_DISABLE_TELEMETRY: setting }) };
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { env });
  return { setting: stdout.trim(), files: await readdir(home) };
}

test('ONNX Runtime records nothing in the home folder', () =>
  inDirectory(async (home) => {
    assert.equal(await opened(home), { setting: '1', files: [] });
  }));

test("the user's own setting wins", () =>
  inDirectory(async (home) => {
    // Whether ONNX Runtime then writes anything differs from machine to machine.
    assert.is((await opened(home, '0')).setting, '0');
  }));

test.run();
