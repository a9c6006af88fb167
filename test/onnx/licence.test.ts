import { create } from '@bufbuild/protobuf';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeModel, encodeModel } from '../../src/onnx/codec.js';
import { StringStringEntryProtoSchema } from '../../src/onnx/gen/onnx_pb.js';
import { writeGraph } from '../../src/onnx/write-graph.js';
import { licenceIn } from '../../src/pipeline/inputs/pretrained-files.js';
import { tinyNetwork } from '../pipeline/tiny-project.js';

/** A model with these metadata_props. */
function modelWith(props: Readonly<Record<string, string>>): Buffer {
  const model = decodeModel(writeGraph(tinyNetwork('licensed', 4, 1)), 'tiny.onnx');
  for (const [key, value] of Object.entries(props))
    model.metadataProps.push(create(StringStringEntryProtoSchema, { key, value }));
  return Buffer.from(encodeModel(model));
}

for (const [name, props, licence] of [
  ['license', { license: 'MIT' }, 'MIT'],
  ['licence, as the British write it', { author: 'me', licence: 'Apache-2.0' }, 'Apache-2.0'],
  ['with a capital', { License: 'BSD-3-Clause' }, 'BSD-3-Clause'],
  ['in capitals', { LICENSE: 'MIT' }, 'MIT'],
  ['with spaces around it', { license: ' MIT\n' }, 'MIT'],
  ['an empty one is none', { license: '  ' }, undefined],
  ['the second where the first is empty', { license: '', licence: 'MIT' }, 'MIT'],
  ['the word in another value is none', { description: 'license: see the web' }, undefined],
  ['another key that holds the word', { license_url: 'there' }, undefined],
  ['none', {}, undefined],
] as const) {
  test(name, () => assert.is(licenceIn(modelWith(props), 'tiny.onnx'), licence));
}

test.run();
