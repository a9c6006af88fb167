// Made by `npm run generate` from schema/. Do not edit.

/**
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "modelFile".
 */
export type ModelFile = string | ModelFileConfig;
/**
 * Where samples come from.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "source".
 */
export type SourceConfig = ImageSource | NpzSource | IdxSource | ModuleSource;
/**
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "name".
 */
export type Name = string;
/**
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "path".
 */
export type Path = string;

/**
 * Configuration of bespoke: the models to cut, the targets to cut them for, and how much work to spend. Paths are relative to the file that holds the configuration, or to the working directory for an inline object.
 */
export interface BespokeConfig {
  /**
   * Where editors find this schema; no effect on a build. Default: none.
   */
  $schema?: string;
  /**
   * The pretrained models; each is fitted to every target. At least one. No default.
   *
   * @minItems 1
   */
  models: ModelConfig[];
  /**
   * The environments to fit the models to. At least one. No default.
   *
   * @minItems 1
   */
  targets: TargetConfig[];
  /**
   * How much work is spent: a preset, or an object with any of the numbers; the rest are those of 'balanced', or what fits in the 'minutes' of the object. Default: 'balanced'.
   */
  effort?: 'quick' | 'balanced' | 'thorough' | EffortConfig;
  alternatives?: AlternativesConfig;
  search?: SearchConfig;
  /**
   * What trains: 'cpu', 'webgpu' and 'cuda' are ONNX Runtime's providers, 'tensorflow' is @tensorflow/tfjs-node-gpu, 'auto' takes CUDA where a card answers, otherwise the CPU. Default: 'auto'.
   */
  engine?: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'tensorflow';
  /**
   * Seed of every random choice: the same seed and the same inputs give the same bytes. An integer, 0 to 4294967295. Default: 1.
   */
  seed?: number;
  cache?: CacheConfig;
  farm?: FarmConfig;
  browser?: BrowserConfig;
  /**
   * Worker processes that train side by side; where fewer students are retrained, each has more threads. Decides speed, never a result. An integer, at least 1. Default: the parallelism that the machine offers.
   */
  workers?: number;
  /**
   * Memory that all processes of a build together may take: '4GiB', '3GB', or a share of the machine's, '50%'; fewer train side by side where all would take more. Decides speed, never a result. At least 2 GiB. Default: half of the machine's, or of what the container may have.
   */
  memory?: `${number}${'MB' | 'GB' | 'MiB' | 'GiB' | '%'}`;
}
/**
 * A pretrained model and what is needed to make smaller ones of it.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "model".
 */
export interface ModelConfig {
  /**
   * Name of the model, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.
   */
  name: string;
  /**
   * Path of the pretrained ONNX file, or the path and its licence. No default.
   */
  teacher: string | ModelFileConfig;
  /**
   * Other pretrained ONNX files that alternatives are taken from: paths, or paths and licences; a folder stands for the .onnx files in it. The teacher always counts as a member. Default: [].
   */
  pool?: ModelFile[];
  data: DataConfig;
  /**
   * How a model is judged on the validation data: 'top1' (accuracy, 0 to 1, needs labels), 'agreement' with the teacher's answers (0 to 1, no labels), 'detections' (F1 of a detector's boxes against the teacher's, 0 to 1, no labels), 'mse' (mean squared difference from the teacher's output; lower is better), or the path of a module: its default export is ({ outputs, labels, teacher }) => number, higher is better. Default: 'top1' where the validation data have labels, otherwise 'agreement'.
   */
  quality?: 'top1' | 'agreement' | 'detections' | 'mse' | (string & {});
}
/**
 * Samples to train and to judge with, and how they become the model's input. No default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "data".
 */
export interface DataConfig {
  /**
   * Samples to train with. No default.
   */
  train: SourceConfig;
  /**
   * Held-out samples to judge with. No default.
   */
  validation: SourceConfig;
  input?: InputConfig;
}
/**
 * A folder of JPEG, PNG, WebP, GIF, TIFF or AVIF images, subfolders included.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "imageSource".
 */
export interface ImageSource {
  /**
   * A folder of images. No default.
   */
  kind: 'images';
  /**
   * The folder. No default.
   */
  path: string;
  /**
   * 'folders': each subfolder is a class, numbered from 0 in the order of the sorted names. Default: no labels.
   */
  labels?: 'folders';
}
/**
 * A NumPy .npz archive.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "npzSource".
 */
export interface NpzSource {
  /**
   * A NumPy .npz archive. No default.
   */
  kind: 'npz';
  /**
   * The .npz file. No default.
   */
  path: string;
  /**
   * Name of the array of samples, the first dimension being the sample: [count, height, width, channels] for images. For a model of several inputs the names of arrays by inputs, { input_ids: 'ids' }, or nothing where they are called as the inputs are. Default: 'x'.
   */
  values?: string | {readonly [input: string]: string};
  /**
   * Name of the array of class numbers, [count], from 0. Default: no labels.
   */
  labels?: string;
  /**
   * Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.
   */
  layout?: 'nchw' | 'nhwc';
}
/**
 * An IDX file, the format of MNIST.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "idxSource".
 */
export interface IdxSource {
  /**
   * An IDX file. No default.
   */
  kind: 'idx';
  /**
   * The IDX file of samples, [count, height, width]. No default.
   */
  path: string;
  /**
   * Path of the IDX file of class numbers, [count], from 0. Default: no labels.
   */
  labels?: string;
  /**
   * Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.
   */
  layout?: 'nchw' | 'nhwc';
}
/**
 * A module of your own that gives the samples.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "moduleSource".
 */
export interface ModuleSource {
  /**
   * A module that gives the samples. No default.
   */
  kind: 'module';
  /**
   * The module. No default.
   */
  path: string;
  /**
   * Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.
   */
  layout?: 'nchw' | 'nhwc';
}
/**
 * How a sample becomes the model's input: (value * scale - mean) / std, then the layout. Default: every key at its default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "input".
 */
export interface InputConfig {
  /**
   * Factor on every value; pixels are 0 to 255, so 1 / 255 brings them to 0 to 1. Above 0. Default: 1.
   */
  scale?: number;
  /**
   * Subtracted after scaling, one value a channel. Default: [] (nothing).
   */
  mean?: number[];
  /**
   * Divided by at the end, one value a channel, each above 0. Default: [] (nothing).
   */
  std?: number[];
  /**
   * Order of the model's input dimensions: 'nchw' (PyTorch) or 'nhwc' (TensorFlow). Default: 'nchw'.
   */
  layout?: 'nchw' | 'nhwc';
  /**
   * [height, width] in pixels: images are resized to it, and it fixes dynamic spatial dimensions of the model. Default: as the model says.
   *
   * @minItems 2
   * @maxItems 2
   */
  size?: [height: number, width: number];
  /**
   * Length of sequences, for a model that leaves it open: it fixes every dimension that is open besides the batch, height and width. An integer, 1 to 65536. Default: as the model says.
   */
  length?: number;
  /**
   * Inputs of the model that are the same for all samples, by their names: one number throughout, or the values of one sample. They become part of the model, and students do not have them. Default: none.
   */
  fixed?: {readonly [input: string]: number | readonly number[]};
  /**
   * How images become 'size': 'stretch' without regard to their aspect ratio; 'cover' so that they fill it, the rest cut off on both sides; 'contain' so that they lie in it whole, on a ground of 'fill' (letterbox). Default: 'stretch'.
   */
  resize?: 'stretch' | 'cover' | 'contain';
  /**
   * With resize 'cover': the share of the resized image that the central 'size' is of, so 0.875 with size [224, 224] resizes the shorter side to 256 and cuts out the middle. Above 0, at most 1. Default: 1.
   */
  crop?: number;
  /**
   * With resize 'contain': the value of the ground, in every channel. 0 to 255. Default: 0.
   */
  fill?: number;
  /**
   * Order of the channels of images that the model was trained with: 'rgb', or 'bgr' as OpenCV reads them. Default: 'rgb'.
   */
  channels?: 'rgb' | 'bgr';
  augment?: AugmentConfig;
}
/**
 * Random changes of training images. Default: none.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "augment".
 */
export interface AugmentConfig {
  /**
   * Flip half of the images left to right. Default: false.
   */
  flip?: boolean;
  /**
   * Shift by up to this many pixels in each direction, filling with zeros. An integer, at least 0. Default: 0.
   */
  shift?: number;
}
/**
 * One environment and what a model may cost there.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "target".
 */
export interface TargetConfig {
  /**
   * Name of the target, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.
   */
  name: string;
  /**
   * What runs the model there. No default.
   */
  runtime: 'onnxruntime-node/cpu' | 'onnxruntime-web/wasm' | 'onnxruntime-web/webgpu';
  /**
   * Threads that one inference may use. An integer, 1 to 1024. Default: 1.
   */
  threads?: number;
  /**
   * What a student may be emitted in: 'float32'; 'float16' (weights of half the size; on WebGPU it is computed in too); 'int8' (a quarter of the size, calibrated on training samples). One that loses more is only taken where it keeps the budgets better. Default: ["float32","float16"].
   *
   * @minItems 1
   */
  precision?: ('float32' | 'float16' | 'int8')[];
  /**
   * Path of a device profile (see profile.schema.json) with latencies that were measured on the device, as 'bespoke profile' writes it. Default: measured here.
   */
  profile?: string;
  /**
   * When the device profile lacks the latency of a network: 'error' fails the build and names the command that measures it, 'predict' predicts it from what the profile has, and the manifest says so. Default: 'error'.
   */
  onUnprofiled?: 'error' | 'predict';
  budget: BudgetConfig;
  /**
   * When no model meets the budgets: 'error' emits nothing and fails the build, 'warn' emits the nearest and says so. Default: 'error'.
   */
  onMiss?: 'error' | 'warn';
}
/**
 * What a model may cost; at least one, and all hold together. A percentage is a share of the teacher's, above 0% and at most 100%. No default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "budget".
 */
export interface BudgetConfig {
  /**
   * Median time of one sample: '8ms', '1.2s', '300us', or a share of the teacher's, '50%'. Default: no limit.
   */
  latency?: `${number}${'us' | 'ms' | 's' | '%'}`;
  /**
   * Size of the ONNX file: '400KB', '1.5MB' (1 KB is 1000 bytes), '1MiB' (1024 KiB), or a share of the teacher's, '50%'. Default: no limit.
   */
  size?: `${number}${'B' | 'KB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB' | '%'}`;
  /**
   * Number of parameters: 200000, '200k', '1.5M', or a share of the teacher's, '50%'. Default: no limit.
   */
  parameters?: number | `${number}${'k' | 'M' | 'G' | '%'}`;
  /**
   * Multiply-accumulates of one sample: 60000000, '60M', '1.2G', or a share of the teacher's, '50%'. Default: no limit.
   */
  macs?: number | `${number}${'k' | 'M' | 'G' | '%'}`;
  /**
   * How far the quality may fall below the teacher's, in points of the metric: 0.01 or '1%' allow 0.918 to fall to 0.908. 0 to 1. Default: no limit.
   */
  qualityDrop?: number | `${number}%`;
}
/**
 * The kinds of replacements that are made; false switches one off. Default: every kind is on.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "alternatives".
 */
export interface AlternativesConfig {
  /**
   * Whole members of the pool in place of the whole teacher. Default: true.
   */
  member?: boolean;
  /**
   * Parts of pool members in place of parts of the teacher. Default: true.
   */
  import?: boolean;
  /**
   * Channels taken out. Default: true.
   */
  prune?: boolean;
  /**
   * Residual blocks, and layers of a chain, left out. Default: true.
   */
  shorten?: boolean;
  /**
   * Convolutions of low rank as two or three smaller ones in a row. Default: true.
   */
  decompose?: boolean;
  /**
   * Dense layers (Gemm, MatMul) as two with fewer features between. Default: true.
   */
  lowRank?: boolean;
  /**
   * Convolutions as a depthwise one and a 1x1 one. Default: true.
   */
  separable?: boolean;
  /**
   * Convolutions with smaller kernels, 7x7 as 3x3 for example. Default: true.
   */
  shrink?: boolean;
  /**
   * Cheaper activation functions, Relu for Swish or Gelu for example. Default: true.
   */
  activation?: boolean;
}
/**
 * How replacements are chosen. Default: every key at its default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "search".
 */
export interface SearchConfig {
  /**
   * 'exact' proves the best choice by integer programming, 'anneal' is simulated annealing under the same budgets, 'paper' is the method and score of the Bespoke paper. Default: 'exact'.
   */
  strategy?: 'exact' | 'anneal' | 'paper';
}
/**
 * Where results are kept between builds. Default: every key at its default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "cache".
 */
export interface CacheConfig {
  /**
   * The folder. Default: './.bespoke'.
   */
  directory?: string;
  remote?: RemoteCacheConfig;
}
/**
 * A cache that several machines share, by the HTTP protocol of Bazel's remote cache. Entries are signed with the key in BESPOKE_CACHE_KEY; without it the remote is not used. Default: none.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "remoteCache".
 */
export interface RemoteCacheConfig {
  /**
   * Its address, 'https://cache.example.com/bespoke'; user info in it is sent as basic authentication. No default.
   */
  url: string;
  /**
   * Sent as a bearer token. Better kept out of the configuration. Default: what BESPOKE_CACHE_TOKEN holds.
   */
  token?: string;
  /**
   * Whether this machine's results go to the remote: 'ci' means where CI is set and BESPOKE_CACHE_KEY too; true demands the key. Default: false.
   */
  write?: false | true | 'ci';
}
/**
 * Other machines that train and judge along, as 'bespoke worker' on each of them. Needs 'cache.remote' with 'write', and the packages bullmq and ioredis. Decides speed, never a result. Default: none.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "farm".
 */
export interface FarmConfig {
  /**
   * Address of the Redis that holds the queue: 'redis://queue.example.com:6379', 'rediss://…' for TLS, 'unix:///run/redis.sock'. No default.
   */
  queue: string;
}
/**
 * The browser that browser targets are measured in. Default: every key at its default.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "browser".
 */
export interface BrowserConfig {
  /**
   * Path of Chromium, Chrome or Edge. Default: what CHROME_PATH names, else the first that is found where they are usually installed.
   */
  executablePath?: string;
  /**
   * Further arguments of its command line. Default: [].
   */
  args?: string[];
}
/**
 * An ONNX file and the licence that its weights are under.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "licensedFile".
 */
export interface ModelFileConfig {
  /**
   * The ONNX file. No default.
   */
  path: string;
  /**
   * An SPDX identifier ('MIT', 'Apache-2.0') or a text; it goes into the manifest and the report, and decides no result. Default: what the file's metadata_props say under 'license' or 'licence'.
   */
  licence?: string;
  /**
   * The same as 'licence'. No default.
   */
  license?: string;
}
/**
 * Amounts of work. Without 'minutes' they are counts, so that the same configuration gives the same bytes on every machine. Default of each: that of 'balanced'.
 *
 * This interface was referenced by `BespokeConfig`'s JSON-Schema
 * via the `definition` "effortNumbers".
 */
export interface EffortConfig {
  /**
   * Wall-clock that a build from scratch is to take for each model, about. Numbers that are not given beside it are fitted to it, by the speed of training as measured once on this machine; without it they are as they are given. Above 0. No default.
   */
  minutes?: number;
  /**
   * Sub-networks of the teacher that are offered for replacement. A count, at least 1. Default: that of 'balanced'.
   */
  subNetworks?: number;
  /**
   * Longest sampled sub-network as a share of the network's cut points; whole networks are offered besides. Above 0, at most 1. Default: that of 'balanced'.
   */
  maxSpan?: number;
  /**
   * Share of the cuts of whole networks - pruned, shortened, decomposed, of the teacher and of each pool member - that are offered, evenly spread from mild to hard. 0 to 1. Default: that of 'balanced'.
   */
  wholeCuts?: number;
  /**
   * Alternatives that are imported from the pool. A count, at least 0. Default: that of 'balanced'.
   */
  import?: number;
  /**
   * Alternatives that are made by taking out channels. A count, at least 0. Default: that of 'balanced'.
   */
  prune?: number;
  /**
   * Alternatives that are made by leaving parts out. A count, at least 0. Default: that of 'balanced'.
   */
  shorten?: number;
  /**
   * Alternatives with layers that are decomposed, of low rank, separable or shrunk, or with cheaper activation functions: of the kinds decompose, lowRank, separable, shrink and activation together. A count, at least 0. Default: that of 'balanced'.
   */
  decompose?: number;
  /**
   * Training samples whose activations are kept. A count, at least 1. Default: that of 'balanced'.
   */
  samples?: number;
  /**
   * Training samples for least squares. A count, at least 1. Default: that of 'balanced'.
   */
  solveSamples?: number;
  /**
   * Gradient steps that an alternative is trained for, under the cap of trainGigaMacs. A count, at least 0. Default: that of 'balanced'.
   */
  steps?: number;
  /**
   * Multiply-accumulates, counted forward only, that training one alternative may cost. Billions, at least 0. Default: that of 'balanced'.
   */
  trainGigaMacs?: number;
  /**
   * Samples of one gradient step; where the activations of a batch would take more than 512 MiB it is halved, down to 8 at least. A count, at least 1. Default: that of 'balanced'.
   */
  batch?: number;
  /**
   * Validation samples that each alternative is judged on. A count, at least 1. Default: that of 'balanced'.
   */
  qualitySamples?: number;
  /**
   * Multiply-accumulates, counted forward only, for retraining a student half as large as the teacher; one of another size takes as many steps. Billions, at least 0. Default: that of 'balanced'.
   */
  retrainGigaMacs?: number;
  /**
   * Passes over the training data in retraining, at most. A count, at least 0. Default: that of 'balanced'.
   */
  retrainEpochs?: number;
  /**
   * Steps of simulated annealing with search.strategy 'paper'; no other strategy uses it. A count, at least 1. Default: that of 'balanced'.
   */
  annealingIterations?: number;
  /**
   * @deprecated
   * The former name of 'import', which is still accepted. No default.
   */
  imported?: number;
  /**
   * @deprecated
   * The former name of 'prune', which is still accepted. No default.
   */
  approximated?: number;
  /**
   * @deprecated
   * The former name of 'shorten', which is still accepted. No default.
   */
  shortened?: number;
  /**
   * @deprecated
   * The former name of 'decompose', which is still accepted. No default.
   */
  decomposed?: number;
}
