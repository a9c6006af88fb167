import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attach, type Blob, detach } from '../../src/farm/detached.js';

/** There and back, by a store in memory. */
async function travelled(
  value: unknown,
): Promise<{ readonly value: unknown; readonly blobs: number; readonly bytes: number }> {
  const { bytes, blobs } = await detach(value);
  const blob = async ({ sha256, size }: Blob): Promise<Uint8Array> => {
    const found = blobs.get(sha256)!;
    assert.is(found.length, size);
    return found;
  };
  return { value: await attach(bytes, { blob }), blobs: blobs.size, bytes: bytes.length };
}

test('values come back as they were, large arrays by themselves', async () => {
  const large = Float32Array.from({ length: 50_000 }, (_, index) => index / 3);
  const labels = BigInt64Array.from({ length: 10_000 }, (_, index) => BigInt(index));
  const value = {
    graph: { values: new Map([['x', { dims: [1, 2], data: large }]]), names: new Set(['a', 'b']) },
    again: large,
    part: large.subarray(100, 40_000),
    small: new Int32Array([1, 2, 3]),
    labels,
    nothing: undefined,
    none: null,
    number: Number.NaN,
    list: [1, 'two', { three: 3n }],
  };
  const back = await travelled(value);
  assert.equal(back.value, value);
  assert.is(back.blobs, 3);
  assert.ok(back.bytes < 2000);
  const { graph, again } = back.value as typeof value;
  assert.is(graph.values.get('x')!.data, again, 'what occurs twice stays one');
});

test('properties that are made when they are asked for are sent as they are then', async () => {
  let asked = 0;
  const value = {
    get data() {
      asked++;
      return new Float32Array(30_000).fill(asked);
    },
  };
  const { value: back } = await travelled(value);
  assert.is((back as { data: Float32Array }).data[0], 1);
});

test('equal values give equal bytes', async () => {
  const value = () => ({
    a: new Float32Array(20_000).fill(2),
    b: [1, { c: 'text' }],
    m: new Map([['k', 1]]),
  });
  const [one, other] = [await detach(value()), await detach(value())];
  assert.equal(Buffer.from(one.bytes), Buffer.from(other.bytes));
  assert.equal([...one.blobs.keys()], [...other.blobs.keys()]);
});

test('paths of files become files on the other side', async () => {
  const job = { dataset: '/here/data', label: 'data', nested: [{ path: '/here/other' }] };
  const pieces = (text: string) => ({
    pieces: [{ sha256: text.length.toString(16).padStart(64, '0'), size: 1 }],
  });
  const { bytes } = await detach(job, async (text) => (text.startsWith('/here/') ? pieces(text) : undefined));
  const fetch = {
    blob: async () => new Uint8Array(),
    file: async (file: { readonly pieces: readonly Blob[] }) =>
      `/there/${Number.parseInt(file.pieces[0]!.sha256, 16)}`,
  };
  assert.equal(await attach(bytes, fetch), {
    dataset: '/there/10',
    label: 'data',
    nested: [{ path: '/there/11' }],
  });
});

test('a name of ours in a value is refused', async () => {
  let error: unknown;
  await detach({ $bespoke: 'file', pieces: [] }).catch((thrown: unknown) => {
    error = thrown;
  });
  assert.match((error as Error).message, "'$bespoke' is no name for a value of a job");
});

test.run();
