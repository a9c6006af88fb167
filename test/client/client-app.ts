import { createHash } from 'node:crypto';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';
import { serve } from '../../fixtures/app/serve.js';
import type { BespokeTarget } from '../../src/client/model.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { tinyNetwork } from '../pipeline/tiny-project.js';
import { compileOnce } from '../plugin/app.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A served page of page.js with the client of dist/, bundled by webpack. */
export interface ClientApp {
  /** Of the server, isolated, a secure context. */
  readonly address: string;
  /** A target whose file is there as it should be. */
  target(name: string, more?: Partial<BespokeTarget>): BespokeTarget;
  close(): Promise<void>;
}

/** Files by name: what is served, where that is another thing than what was built. */
const damaged: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  tampered: (bytes) => bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 1 : byte)),
  short: (bytes) => bytes.subarray(0, bytes.length - 1),
  long: (bytes) => Buffer.concat([bytes, Buffer.from([0])]),
};

export async function clientApp(): Promise<ClientApp> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bespoke-client-')));
  const build = join(folder, 'build');
  const { errors } = await compileOnce(
    webpack({
      context: root,
      mode: 'production',
      optimization: { minimize: false },
      cache: false,
      entry: './test/client/page.js',
      output: { path: build },
    })!,
  );
  if (errors.length > 0) throw new Error(errors[0]!.message);
  await writeFile(join(build, 'index.html'), '<!doctype html><script src="main.js"></script>');
  const model = Buffer.from(writeGraph(tinyNetwork('client', 6, 1), { batch: 'dynamic' }));
  const larger = Buffer.from(writeGraph(tinyNetwork('client', 24, 6), { batch: 'dynamic' }));
  const garbage = Buffer.from('This is no ONNX file.');
  await writeFile(join(build, 'good.onnx'), model);
  await writeFile(join(build, 'larger.onnx'), larger);
  await writeFile(join(build, 'garbage.onnx'), garbage);
  for (const [name, change] of Object.entries(damaged))
    await writeFile(join(build, `${name}.onnx`), change(model));
  const { server, address } = await serve(build);
  return {
    address,
    target(name, more) {
      const bytes = name === 'garbage' ? garbage : name === 'larger' ? larger : model;
      const sha256 = createHash('sha256').update(bytes);
      return {
        name,
        url: `${name in damaged || ['larger', 'garbage', 'missing'].includes(name) ? name : 'good'}.onnx`,
        runtime: 'onnxruntime-web/wasm',
        threads: 1,
        sizeBytes: bytes.length,
        sha256: sha256.digest('hex'),
        ...more,
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
