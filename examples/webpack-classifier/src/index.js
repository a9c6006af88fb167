import digits from 'bespoke:digits';
import { open } from 'bespoke-webpack-plugin/client';

/** Which digit 28 x 28 grey pixels (0 to 255, white on black) show. */
export async function classify(pixels) {
  const { session, ort } = await open(digits);
  const values = Float32Array.from(pixels, (pixel) => pixel / 255);
  const input = new ort.Tensor('float32', values, [1, 1, 28, 28]);
  const { logits } = await session.run({ image: input });
  return logits.data.indexOf(Math.max(...logits.data));
}

document.body.textContent = `${digits.name}: ${digits.targets.map(({ name, sizeBytes }) => `${name}, ${sizeBytes} bytes`)}`;
