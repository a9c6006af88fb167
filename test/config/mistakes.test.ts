import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPlan } from '../../src/config/load-plan.js';
import { BespokeError } from '../../src/errors.js';
import { changed, inProject, plainConfig, plainFiles } from './project.js';

interface Mistake {
  readonly name: string;
  /** Where in the plain configuration, and what is put there. */
  readonly path: string;
  readonly part: unknown;
  readonly code: string;
  readonly where: string;
  /** Parts of the message. */
  readonly says: readonly string[];
}

const source = 'models.0.data.validation';

const mistakes: readonly Mistake[] = [
  {
    name: 'a folder without a model in a pool',
    path: 'models.0.pool',
    part: ['./data'],
    code: 'CONFIG_VALUE',
    where: 'models[0].pool[0]',
    says: ["got './data'", 'no .onnx file in this folder', 'or of a folder of them'],
  },
  {
    name: 'a crop of images that are stretched',
    path: 'models.0.data.input',
    part: { size: [224, 224], crop: 0.875 },
    code: 'CONFIG_INPUT',
    where: 'models[0].data.input.crop',
    says: ["crop has no effect with resize 'stretch'", "resize: 'cover'"],
  },
  {
    name: 'a way of resizing without a size',
    path: 'models.0.data.input',
    part: { resize: 'contain', fill: 114 },
    code: 'CONFIG_INPUT',
    where: 'models[0].data.input.resize',
    says: ['needs a size', 'size: [height, width]'],
  },
  {
    name: 'more threads than there can be',
    path: 'targets.0.threads',
    part: Number.MAX_SAFE_INTEGER,
    code: 'CONFIG_VALUE',
    where: 'targets[0].threads',
    says: ['got 9007199254740991', 'at most 1024'],
  },
  {
    name: 'a batch beyond all memory',
    path: 'effort',
    part: { batch: 1e308 },
    code: 'CONFIG_VALUE',
    where: 'effort.batch',
    says: ['got 1e+308', 'at most 65536'],
  },
  {
    name: 'a size beyond all memory',
    path: 'models.0.data.input',
    part: { size: [100_000, 32] },
    code: 'CONFIG_VALUE',
    where: 'models[0].data.input.size[0]',
    says: ['got 100000', 'at most 16384'],
  },
  {
    name: 'unknown key at the top',
    path: 'sead',
    part: 7,
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'sead',
    says: ['got 7', "'models', 'targets', 'effort'", "Did you mean 'seed'?"],
  },
  {
    name: 'unknown key deep inside',
    path: 'targets.0.budget.latncy',
    part: '50%',
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'targets[0].budget.latncy',
    says: ["got '50%'", "'latency', 'size', 'parameters', 'macs', 'qualityDrop'"],
  },
  {
    name: 'unknown key that is like nothing',
    path: 'targets.0.zzzzzz',
    part: 1,
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'targets[0].zzzzzz',
    says: ["'name', 'runtime', 'threads', 'precision', 'profile', 'onUnprofiled', 'budget', 'onMiss'"],
  },
  {
    name: 'precision that there is none of',
    path: 'targets.0.precision',
    part: ['float32', 'int4'],
    code: 'CONFIG_VALUE',
    where: 'targets[0].precision[1]',
    says: ["got 'int4'", "'float32', 'float16', 'int8'"],
  },
  {
    name: 'no precision at all',
    path: 'targets.0.precision',
    part: [],
    code: 'CONFIG_VALUE',
    where: 'targets[0].precision',
    says: ['got []'],
  },
  {
    name: 'unknown key of a data source',
    path: `${source}.label`,
    part: 'folders',
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'models[0].data.validation.label',
    says: ["Did you mean 'labels'?"],
  },
  {
    name: 'unknown key of a model file',
    path: 'models.0.pool',
    part: [{ path: './models/small.onnx', licens: 'MIT' }],
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'models[0].pool[0].licens',
    says: ["'path', 'licence', 'license'", "Did you mean 'license'?"],
  },
  {
    name: 'two spellings of licence that differ',
    path: 'models.0.pool',
    part: [{ path: './models/small.onnx', licence: 'MIT', license: 'ISC' }],
    code: 'CONFIG_VALUE',
    where: 'models[0].pool[0].license',
    says: ["got 'ISC'", 'one of the two'],
  },
  {
    name: 'a model file without its path',
    path: 'models.0.teacher',
    part: { licence: 'MIT' },
    code: 'CONFIG_MISSING_KEY',
    where: 'models[0].teacher',
    says: ['path'],
  },
  {
    name: 'a model that is no path',
    path: 'models.0.teacher',
    part: 7,
    code: 'CONFIG_TYPE',
    where: 'models[0].teacher',
    says: ['got 7', 'a path, or { path, licence }'],
  },
  {
    name: 'an empty licence',
    path: 'models.0.pool',
    part: [{ path: './models/small.onnx', licence: ' ' }],
    code: 'CONFIG_VALUE',
    where: 'models[0].pool[0].licence',
    says: ['an SPDX identifier or a text'],
  },
  {
    name: 'a model file with a licence that is not there',
    path: 'models.0.pool',
    part: [{ path: './models/smal.onnx', licence: 'MIT' }],
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].pool[0].path',
    says: ["Did you mean './models/small.onnx'?"],
  },
  {
    name: 'unknown kind of alternatives',
    path: 'alternatives',
    part: { pruned: false },
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'alternatives.pruned',
    says: ["'member', 'import', 'prune', 'shorten', 'decompose', 'lowRank'", "Did you mean 'prune'?"],
  },
  {
    name: 'unknown kind of alternatives with another spelling',
    path: 'alternatives',
    part: { 'low-rank': false },
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'alternatives.low-rank',
    says: ["Did you mean 'lowRank'?"],
  },
  {
    name: 'a kind of alternatives with a number',
    path: 'alternatives',
    part: { prune: 0 },
    code: 'CONFIG_TYPE',
    where: 'alternatives.prune',
    says: ['a boolean'],
  },
  {
    name: 'unknown key of effort',
    path: 'effort',
    part: { stepz: 10 },
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'effort.stepz',
    says: ["Did you mean 'steps'?"],
  },
  {
    name: 'unknown key with odd characters',
    path: 'cache',
    part: { 'a b/c~d': 1 },
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'cache["a b/c~d"]',
    says: ["'directory'"],
  },
  {
    name: 'unknown key of input',
    path: 'models.0.data.input',
    part: { sclae: 1 },
    code: 'CONFIG_UNKNOWN_KEY',
    where: 'models[0].data.input.sclae',
    says: ["Did you mean 'scale'?"],
  },
  {
    name: 'key that is missing',
    path: 'models.0.teacher',
    part: undefined,
    code: 'CONFIG_MISSING_KEY',
    where: 'models[0]',
    says: ["'teacher' is missing", 'Path of the pretrained ONNX file'],
  },
  {
    name: 'kind of data that is missing',
    path: `${source}.kind`,
    part: undefined,
    code: 'CONFIG_MISSING_KEY',
    where: 'models[0].data.validation',
    says: ["'kind' is missing", "'images', 'npz', 'idx', 'module'"],
  },
  {
    name: 'kind of data that is misspelt',
    path: `${source}.kind`,
    part: 'image',
    code: 'CONFIG_VALUE',
    where: 'models[0].data.validation.kind',
    says: ["got 'image'", "'images', 'npz', 'idx', 'module'", "Did you mean 'images'?"],
  },
  {
    name: 'runtime that is misspelt',
    path: 'targets.0.runtime',
    part: 'onnxruntime-node/gpu',
    code: 'CONFIG_VALUE',
    where: 'targets[0].runtime',
    says: ["got 'onnxruntime-node/gpu'", "Did you mean 'onnxruntime-node/cpu'?"],
  },
  {
    name: 'effort that is misspelt',
    path: 'effort',
    part: 'balance',
    code: 'CONFIG_VALUE',
    where: 'effort',
    says: ["'quick', 'balanced', 'thorough'", "Did you mean 'balanced'?"],
  },
  {
    name: 'effort of a wrong type',
    path: 'effort',
    part: 3,
    code: 'CONFIG_VALUE',
    where: 'effort',
    says: ['got 3', 'or an object with the numbers'],
  },
  {
    name: 'strategy that is misspelt',
    path: 'search',
    part: { strategy: 'annealing' },
    code: 'CONFIG_VALUE',
    where: 'search.strategy',
    says: ["Did you mean 'anneal'?"],
  },
  {
    name: 'engine that is unknown',
    path: 'engine',
    part: 'tensorflw',
    code: 'CONFIG_VALUE',
    where: 'engine',
    says: ["Did you mean 'tensorflow'?"],
  },
  {
    name: 'quality that is misspelt',
    path: 'models.0.quality',
    part: 'topl',
    code: 'CONFIG_VALUE',
    where: 'models[0].quality',
    says: ["got 'topl'", 'or the path of a module', "Did you mean 'top1'?"],
  },
  {
    name: 'labels of images that are not folders',
    path: `${source}.labels`,
    part: 'folder',
    code: 'CONFIG_VALUE',
    where: 'models[0].data.validation.labels',
    says: ["Did you mean 'folders'?"],
  },
  {
    name: 'number in place of text',
    path: 'models.0.name',
    part: 3,
    code: 'CONFIG_TYPE',
    where: 'models[0].name',
    says: ['got 3', 'accepted: '],
  },
  {
    name: 'text in place of a number',
    path: 'targets.0.threads',
    part: '2',
    code: 'CONFIG_TYPE',
    where: 'targets[0].threads',
    says: ["got '2'", 'accepted: an integer'],
  },
  {
    name: 'number in place of a latency',
    path: 'targets.0.budget.latency',
    part: 8,
    code: 'CONFIG_TYPE',
    where: 'targets[0].budget.latency',
    says: ['got 8', "'8ms'"],
  },
  {
    name: 'text in place of a list',
    path: 'models.0.pool',
    part: './models/small.onnx',
    code: 'CONFIG_TYPE',
    where: 'models[0].pool',
    says: ['accepted: an array'],
  },
  {
    name: 'no model',
    path: 'models',
    part: [],
    code: 'CONFIG_VALUE',
    where: 'models',
    says: ['too few entries', 'at least 1'],
  },
  {
    name: 'no target',
    path: 'targets',
    part: [],
    code: 'CONFIG_VALUE',
    where: 'targets',
    says: ['too few entries'],
  },
  {
    name: 'no thread',
    path: 'targets.0.threads',
    part: 0,
    code: 'CONFIG_VALUE',
    where: 'targets[0].threads',
    says: ['got 0', 'at least 1'],
  },
  {
    name: 'no worker',
    path: 'workers',
    part: 0,
    code: 'CONFIG_VALUE',
    where: 'workers',
    says: ['at least 1'],
  },
  {
    name: 'negative seed',
    path: 'seed',
    part: -1,
    code: 'CONFIG_VALUE',
    where: 'seed',
    says: ['at least 0'],
  },
  {
    name: 'seed that is no integer',
    path: 'seed',
    part: 1.5,
    code: 'CONFIG_TYPE',
    where: 'seed',
    says: ['accepted: an integer'],
  },
  {
    name: 'span over the whole',
    path: 'effort',
    part: { maxSpan: 1.5 },
    code: 'CONFIG_VALUE',
    where: 'effort.maxSpan',
    says: ['at most 1'],
  },
  ...Object.entries({
    imported: 'import',
    approximated: 'prune',
    shortened: 'shorten',
    decomposed: 'decompose',
  }).map(([former, name]) => ({
    name: `'${former}' beside '${name}'`,
    path: 'effort',
    part: { [former]: 3, [name]: 4 },
    code: 'CONFIG_VALUE',
    where: `effort.${former}`,
    says: ['got 3', `the former name of '${name}'`, `accepted: '${name}' alone`],
  })),
  ...[0, -5].map((minutes) => ({
    name: `${minutes} minutes`,
    path: 'effort',
    part: { minutes },
    code: 'CONFIG_VALUE',
    where: 'effort.minutes',
    says: [`got ${minutes}`, 'above 0'],
  })),
  {
    name: 'deviation of zero',
    path: 'models.0.data.input',
    part: { std: [0] },
    code: 'CONFIG_VALUE',
    where: 'models[0].data.input.std[0]',
    says: ['above 0'],
  },
  {
    name: 'size with one number',
    path: 'models.0.data.input',
    part: { size: [32] },
    code: 'CONFIG_VALUE',
    where: 'models[0].data.input.size',
    says: ['[height, width]'],
  },
  {
    name: 'mean and std of different lengths',
    path: 'models.0.data.input',
    part: { mean: [0.5], std: [0.2, 0.2, 0.2] },
    code: 'CONFIG_INPUT',
    where: 'models[0].data.input.std',
    says: ['mean has 1 and std has 3 values'],
  },
  {
    name: 'target name that is no file name',
    path: 'targets.0.name',
    part: '../server',
    code: 'CONFIG_VALUE',
    where: 'targets[0].name',
    says: ["got '../server'", "letters, digits, '-' and '_'"],
  },
  {
    name: 'model name with a dot',
    path: 'models.0.name',
    part: 'a.b',
    code: 'CONFIG_VALUE',
    where: 'models[0].name',
    says: ["got 'a.b'"],
  },
  {
    name: 'two targets of one name, case aside',
    path: 'targets.1',
    part: { name: 'Server', runtime: 'onnxruntime-node/cpu', budget: { latency: '60%' } },
    code: 'CONFIG_DUPLICATE_NAME',
    where: 'targets[1].name',
    says: ['the same name as targets[0]', "got 'Server'"],
  },
  {
    name: 'two models of one name',
    path: 'models.1',
    part: plainConfig().models[0],
    code: 'CONFIG_DUPLICATE_NAME',
    where: 'models[1].name',
    says: ['the same name as models[0]'],
  },
  {
    name: 'pool member named twice',
    path: 'models.0.pool',
    part: ['./models/small.onnx', 'models/../models/small.onnx'],
    code: 'CONFIG_DUPLICATE_FILE',
    where: 'models[0].pool[1]',
    says: ['the same file as models[0].pool[0]'],
  },
  {
    name: 'top1 without labels',
    path: 'models.0.quality',
    part: 'top1',
    code: 'CONFIG_LABELS',
    where: 'models[0].data.validation.labels',
    says: ["'top1' needs labels", "labels: 'folders'", "'agreement'"],
  },
  {
    name: 'teacher that is misspelt',
    path: 'models.0.teacher',
    part: './models/techer.onnx',
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].teacher',
    says: ["got './models/techer.onnx'", "Did you mean './models/teacher.onnx'?"],
  },
  {
    name: 'folder of a pool member that is misspelt',
    path: 'models.0.pool',
    part: ['./model/small.onnx'],
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].pool[0]',
    says: ["Did you mean './models/small.onnx'?"],
  },
  {
    name: 'file that is like none that is there',
    path: 'models.0.teacher',
    part: './models/zebra.pt',
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].teacher',
    says: ["The folder './models' holds small.onnx, teacher.onnx."],
  },
  {
    name: 'data folder that is misspelt',
    path: 'models.0.data.train.path',
    part: './data/trian',
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].data.train.path',
    says: ['no such folder', "Did you mean './data/train'?"],
  },
  {
    name: 'file in place of a folder',
    path: `${source}.path`,
    part: './models/small.onnx',
    code: 'CONFIG_FILE_KIND',
    where: 'models[0].data.validation.path',
    says: ['it is a file', 'accepted: a folder'],
  },
  {
    name: 'folder in place of a file',
    path: 'models.0.teacher',
    part: './models',
    code: 'CONFIG_FILE_KIND',
    where: 'models[0].teacher',
    says: ['it is a folder', 'accepted: a file'],
  },
  {
    name: 'quality module that is missing',
    path: 'models.0.quality',
    part: './judge.mjs',
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].quality',
    says: ["got './judge.mjs'"],
  },
  {
    name: 'label file that is missing',
    path: source,
    part: { kind: 'idx', path: './models/small.onnx', labels: './labels.idx' },
    code: 'CONFIG_FILE_MISSING',
    where: 'models[0].data.validation.labels',
    says: ["got './labels.idx'"],
  },
  {
    name: 'profile that is missing',
    path: 'targets.0.profile',
    part: './pixel.json',
    code: 'CONFIG_FILE_MISSING',
    where: 'targets[0].profile',
    says: ["got './pixel.json'"],
  },
  {
    name: 'no budget',
    path: 'targets.0.budget',
    part: {},
    code: 'CONFIG_VALUE',
    where: 'targets[0].budget',
    says: ['it is empty', "at least 1 of 'latency', 'size'"],
  },
  ...(
    [
      ['latency without a unit', 'latency', '8', 'needs a unit'],
      ['latency with an unknown unit', 'latency', '8min', "unknown unit 'min'"],
      ['latency that is no number', 'latency', 'fast', 'not a latency budget'],
      ['latency of zero', 'latency', '0ms', 'above 0'],
      ['negative latency', 'latency', '-3ms', 'above 0'],
      ['latency over that of the teacher', 'latency', '120%', "above 100% of the teacher's"],
      ['size without a unit', 'size', '400', 'needs a unit'],
      ['size with a unit of time', 'size', '8ms', "unknown unit 'ms'"],
      ['share of zero', 'macs', '0%', 'above 0'],
      ['parameters with a unit of size', 'parameters', '1MB', "unknown unit 'MB'"],
      ['macs that are no number', 'macs', 'many', 'not a macs budget'],
      ['quality drop over 1', 'qualityDrop', 2, "For 2 points of 100 write '2%'"],
      ['negative quality drop', 'qualityDrop', -0.1, 'out of range'],
      ['quality drop with a unit', 'qualityDrop', '1ms', 'not a qualityDrop budget'],
    ] as const
  ).map(([name, metric, value, says]) => ({
    name,
    path: 'targets.0.budget',
    part: { [metric]: value },
    code: 'CONFIG_BUDGET',
    where: `targets[0].budget.${metric}`,
    says: [says, 'accepted: '],
  })),
  ...(
    [
      ['64MiB', 'too little for a process that trains'],
      ['3', 'an amount of memory needs a unit'],
      ['3 apples', "unknown unit 'apples'"],
      ['120%', 'more than the machine has'],
      ['lots', 'not an amount of memory'],
    ] as const
  ).map(([part, says]) => ({
    name: `memory ${part}`,
    path: 'memory',
    part,
    code: 'CONFIG_MEMORY',
    where: 'memory',
    says: [says, "accepted: a size with a unit ('4GiB', '3GB')"],
  })),
];

for (const { name, path, part, code, where, says } of mistakes) {
  test(name, () =>
    inProject(plainFiles, async (cwd) => {
      const error = await failure(() => loadPlan({ cwd, inline: changed(plainConfig(), path, part) }));
      assert.is(error.code, code);
      assert.is(error.problem.where, where);
      for (const phrase of says)
        assert.ok(error.message.includes(phrase), `${phrase}\n not in\n${error.message}`);
      assert.not.match(error.message, 'more mistake');
    }),
  );
}

test('a misspelt key is not also reported as missing', () =>
  inProject(plainFiles, async (cwd) => {
    const { targets, models } = plainConfig();
    const error = await failure(() => loadPlan({ cwd, inline: { targets, modls: models } }));
    assert.is(error.code, 'CONFIG_UNKNOWN_KEY');
    assert.not.match(error.message, 'is missing');
    assert.match(error.message, "Did you mean 'models'?");
  }));

test('all mistakes are told at once, the first with its code', () =>
  inProject(plainFiles, async (cwd) => {
    const one = changed(plainConfig(), 'models.0.teacher', './no.onnx');
    const two = changed(one, 'targets.0.budget', { latency: '8', size: '3' });
    const error = await failure(() => loadPlan({ cwd, inline: two }));
    assert.is(error.code, 'CONFIG_BUDGET');
    assert.match(error.message, 'And 2 more mistakes:');
    assert.match(error.message, '\n  targets[0].budget.size: ');
    assert.match(error.message, '\n  models[0].teacher: no such file');
  }));

for (const [name, inline, got] of [
  ['a number', 3, 'got 3'],
  ['null', null, 'got null'],
  ['a list', [], 'got []'],
  ['a function', () => 1, 'got '],
] as const) {
  test(`${name} is no configuration`, () =>
    inProject(plainFiles, async (cwd) => {
      const error = await failure(() => loadPlan({ cwd, inline }));
      assert.is(error.code, 'CONFIG_TYPE');
      assert.is(error.problem.where, 'the configuration');
      assert.ok(error.message.includes(got));
    }));
}

test('a value that is not JSON still gives a message', () =>
  inProject(plainFiles, async (cwd) => {
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    for (const seed of [circle, 10n, () => 1]) {
      const error = await failure(() => loadPlan({ cwd, inline: { ...plainConfig(), seed } }));
      assert.is(error.code, 'CONFIG_TYPE');
      assert.is(error.problem.where, 'seed');
    }
  }));

async function failure(run: () => Promise<unknown>): Promise<BespokeError> {
  try {
    await run();
  } catch (error) {
    assert.instance(error, BespokeError);
    return error as BespokeError;
  }
  return assert.unreachable('nothing was refused') as never;
}

test.run();
