// `node server.js [PORT]`: POST 784 bytes, 28 x 28 grey pixels, and get the digit that they show.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const models = join(import.meta.dirname, 'models');
const manifest = JSON.parse(await readFile(join(models, 'bespoke-manifest.json'), 'utf8'));
const [{ file }] = manifest.models[0].targets;
const session = await InferenceSession.create(join(models, file));

const server = createServer(async (request, response) => {
  const pixels = Buffer.concat(await request.toArray());
  if (request.method !== 'POST' || pixels.length !== 784) {
    response.writeHead(400).end('POST 784 bytes: 28 x 28 grey pixels\n');
    return;
  }
  const values = Float32Array.from(pixels, (pixel) => pixel / 255);
  const { logits } = await session.run({ image: new Tensor('float32', values, [1, 1, 28, 28]) });
  const scores = [...logits.data];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ digit: scores.indexOf(Math.max(...scores)) }));
});
server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
