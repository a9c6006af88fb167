/** Makes src/onnx/gen/onnx_pb.ts from src/onnx/onnx.proto; offline. `--check` fails when the committed file differs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = join(root, 'src/onnx/gen/onnx_pb.ts');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

const folder = mkdtempSync(join(tmpdir(), 'bespoke-onnx-'));
try {
  const template = {
    version: 'v2',
    plugins: [{ local: [bin('protoc-gen-es')], out: folder, opt: ['target=ts', 'import_extension=js'] }],
  };
  const input = `${join(root, 'src/onnx')}`;
  execFileSync(bin('buf'), ['generate', '--template', JSON.stringify(template), input], { stdio: 'inherit' });
  const made = readFileSync(join(folder, 'onnx_pb.ts'), 'utf8');
  if (!process.argv.includes('--check')) writeFileSync(target, made);
  else if (made !== readFileSync(target, 'utf8')) {
    throw new Error('src/onnx/gen/onnx_pb.ts is not what onnx.proto makes; run tsx scripts/generate-onnx.ts');
  }
} finally {
  rmSync(folder, { recursive: true });
}
