// Made by `npm run generate` from schema/. Do not edit.
// @ts-nocheck
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"bespoke-config","title":"BespokeConfig","description":"Configuration of bespoke: the models to cut, the targets to cut them for, and how much work to spend. Paths are relative to the file that holds the configuration, or to the working directory for an inline object.","type":"object","additionalProperties":false,"required":["models","targets"],"properties":{"$schema":{"description":"Where editors find this schema; no effect on a build. Default: none.","type":"string"},"models":{"description":"The pretrained models; each is fitted to every target. At least one. No default.","type":"array","minItems":1,"items":{"$ref":"#/definitions/model"}},"targets":{"description":"The environments to fit the models to. At least one. No default.","type":"array","minItems":1,"items":{"$ref":"#/definitions/target"}},"effort":{"description":"How much work is spent: a preset, or an object with any of the numbers; the rest are those of 'balanced', or what fits in the 'minutes' of the object. Default: 'balanced'.","tsType":"'quick' | 'balanced' | 'thorough' | EffortConfig","default":"balanced","if":{"type":"object"},"then":{"$ref":"#/definitions/effortNumbers"},"else":{"enum":["quick","balanced","thorough"],"accepted":"'quick', 'balanced', 'thorough', or an object with the numbers"}},"alternatives":{"$ref":"#/definitions/alternatives"},"search":{"$ref":"#/definitions/search"},"engine":{"description":"What trains: 'cpu', 'webgpu' and 'cuda' are ONNX Runtime's providers, 'tensorflow' is @tensorflow/tfjs-node-gpu, 'auto' takes CUDA where a card answers, otherwise the CPU. Default: 'auto'.","enum":["auto","cpu","webgpu","cuda","tensorflow"],"default":"auto"},"seed":{"description":"Seed of every random choice: the same seed and the same inputs give the same bytes. An integer, 0 to 4294967295. Default: 1.","type":"integer","minimum":0,"maximum":4294967295,"default":1},"cache":{"$ref":"#/definitions/cache"},"farm":{"$ref":"#/definitions/farm"},"browser":{"$ref":"#/definitions/browser"},"workers":{"description":"Worker processes that train side by side; where fewer students are retrained, each has more threads. Decides speed, never a result. An integer, at least 1. Default: the parallelism that the machine offers.","type":"integer","minimum":1,"maximum":1024},"memory":{"description":"Memory that all processes of a build together may take: '4GiB', '3GB', or a share of the machine's, '50%'; fewer train side by side where all would take more. Decides speed, never a result. At least 2 GiB. Default: half of the machine's, or of what the container may have.","type":"string","accepted":"a size with a unit ('4GiB', '3GB'), 2 GiB or more, or a share of the machine's ('50%')","tsType":"`${number}${'MB' | 'GB' | 'MiB' | 'GiB' | '%'}`"}},"definitions":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$","accepted":"1 to 64 letters, digits, '-' and '_', beginning with a letter or digit"},"path":{"type":"string","pattern":"\\S","accepted":"a path"},"modelFile":{"accepted":"a path, or { path, licence }","tsType":"string | ModelFileConfig","if":{"type":"object"},"then":{"$ref":"#/definitions/licensedFile"},"else":{"type":"string","pattern":"\\S","accepted":"a path, or { path, licence }"}},"licensedFile":{"title":"ModelFileConfig","description":"An ONNX file and the licence that its weights are under.","type":"object","additionalProperties":false,"required":["path"],"properties":{"path":{"description":"The ONNX file. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"licence":{"description":"An SPDX identifier ('MIT', 'Apache-2.0') or a text; it goes into the manifest and the report, and decides no result. Default: what the file's metadata_props say under 'license' or 'licence'.","type":"string","pattern":"\\S","accepted":"an SPDX identifier or a text"},"license":{"description":"The same as 'licence'. No default.","type":"string","pattern":"\\S","accepted":"an SPDX identifier or a text"}}},"model":{"title":"ModelConfig","description":"A pretrained model and what is needed to make smaller ones of it.","type":"object","additionalProperties":false,"required":["name","teacher","data"],"properties":{"name":{"description":"Name of the model, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"teacher":{"description":"Path of the pretrained ONNX file, or the path and its licence. No default.","allOf":[{"$ref":"#/definitions/modelFile"}],"tsType":"string | ModelFileConfig"},"pool":{"description":"Other pretrained ONNX files that alternatives are taken from: paths, or paths and licences; a folder stands for the .onnx files in it. The teacher always counts as a member. Default: [].","type":"array","items":{"$ref":"#/definitions/modelFile"},"default":[]},"data":{"$ref":"#/definitions/data"},"quality":{"description":"How a model is judged on the validation data: 'top1' (accuracy, 0 to 1, needs labels), 'agreement' with the teacher's answers (0 to 1, no labels), 'detections' (F1 of a detector's boxes against the teacher's, 0 to 1, no labels), 'mse' (mean squared difference from the teacher's output; lower is better), or the path of a module: its default export is ({ outputs, labels, teacher }) => number, higher is better. Default: 'top1' where the validation data have labels, otherwise 'agreement'.","type":"string","pattern":"\\S","accepted":"'top1', 'agreement', 'detections', 'mse', or the path of a module","tsType":"'top1' | 'agreement' | 'detections' | 'mse' | (string & {})"}}},"data":{"title":"DataConfig","description":"Samples to train and to judge with, and how they become the model's input. No default.","type":"object","additionalProperties":false,"required":["train","validation"],"properties":{"train":{"description":"Samples to train with. No default.","allOf":[{"$ref":"#/definitions/source"}]},"validation":{"description":"Held-out samples to judge with. No default.","allOf":[{"$ref":"#/definitions/source"}]},"input":{"$ref":"#/definitions/input"}}},"source":{"title":"SourceConfig","description":"Where samples come from.","accepted":"'images', 'npz', 'idx', 'module'","type":"object","required":["kind"],"discriminator":{"propertyName":"kind"},"oneOf":[{"$ref":"#/definitions/imageSource"},{"$ref":"#/definitions/npzSource"},{"$ref":"#/definitions/idxSource"},{"$ref":"#/definitions/moduleSource"}]},"imageSource":{"title":"ImageSource","description":"A folder of JPEG, PNG, WebP, GIF, TIFF or AVIF images, subfolders included.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A folder of images. No default.","const":"images"},"path":{"description":"The folder. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"labels":{"description":"'folders': each subfolder is a class, numbered from 0 in the order of the sorted names. Default: no labels.","const":"folders"}}},"npzSource":{"title":"NpzSource","description":"A NumPy .npz archive.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A NumPy .npz archive. No default.","const":"npz"},"path":{"description":"The .npz file. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"values":{"description":"Name of the array of samples, the first dimension being the sample: [count, height, width, channels] for images. For a model of several inputs the names of arrays by inputs, { input_ids: 'ids' }, or nothing where they are called as the inputs are. Default: 'x'.","type":["string","object"],"pattern":"\\S","additionalProperties":{"type":"string","pattern":"\\S","accepted":"the name of an array"},"accepted":"the name of an array in the archive, or names of arrays by inputs","tsType":"string | { readonly [input: string]: string }","default":"x"},"labels":{"description":"Name of the array of class numbers, [count], from 0. Default: no labels.","type":"string","pattern":"\\S","accepted":"the name of an array in the archive"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}},"idxSource":{"title":"IdxSource","description":"An IDX file, the format of MNIST.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"An IDX file. No default.","const":"idx"},"path":{"description":"The IDX file of samples, [count, height, width]. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"labels":{"description":"Path of the IDX file of class numbers, [count], from 0. Default: no labels.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}},"moduleSource":{"title":"ModuleSource","description":"A module of your own that gives the samples.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A module that gives the samples. No default.","const":"module"},"path":{"description":"The module. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}},"input":{"title":"InputConfig","description":"How a sample becomes the model's input: (value * scale - mean) / std, then the layout. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"scale":{"description":"Factor on every value; pixels are 0 to 255, so 1 / 255 brings them to 0 to 1. Above 0. Default: 1.","type":"number","exclusiveMinimum":0,"default":1},"mean":{"description":"Subtracted after scaling, one value a channel. Default: [] (nothing).","type":"array","items":{"type":"number"},"default":[]},"std":{"description":"Divided by at the end, one value a channel, each above 0. Default: [] (nothing).","type":"array","items":{"type":"number","exclusiveMinimum":0},"default":[]},"layout":{"description":"Order of the model's input dimensions: 'nchw' (PyTorch) or 'nhwc' (TensorFlow). Default: 'nchw'.","enum":["nchw","nhwc"],"default":"nchw"},"size":{"description":"[height, width] in pixels: images are resized to it, and it fixes dynamic spatial dimensions of the model. Default: as the model says.","type":"array","items":{"type":"integer","minimum":1,"maximum":16384},"minItems":2,"maxItems":2,"accepted":"[height, width] in pixels, each at most 16384","tsType":"[height: number, width: number]"},"length":{"description":"Length of sequences, for a model that leaves it open: it fixes every dimension that is open besides the batch, height and width. An integer, 1 to 65536. Default: as the model says.","type":"integer","minimum":1,"maximum":65536},"fixed":{"description":"Inputs of the model that are the same for all samples, by their names: one number throughout, or the values of one sample. They become part of the model, and students do not have them. Default: none.","type":"object","additionalProperties":{"type":["number","array"],"items":{"type":"number"},"accepted":"a number, or an array of numbers","tsType":"number | readonly number[]"},"tsType":"{ readonly [input: string]: number | readonly number[] }"},"resize":{"description":"How images become 'size': 'stretch' without regard to their aspect ratio; 'cover' so that they fill it, the rest cut off on both sides; 'contain' so that they lie in it whole, on a ground of 'fill' (letterbox). Default: 'stretch'.","enum":["stretch","cover","contain"],"default":"stretch"},"crop":{"description":"With resize 'cover': the share of the resized image that the central 'size' is of, so 0.875 with size [224, 224] resizes the shorter side to 256 and cuts out the middle. Above 0, at most 1. Default: 1.","type":"number","exclusiveMinimum":0,"maximum":1,"default":1},"fill":{"description":"With resize 'contain': the value of the ground, in every channel. 0 to 255. Default: 0.","type":"integer","minimum":0,"maximum":255,"default":0},"channels":{"description":"Order of the channels of images that the model was trained with: 'rgb', or 'bgr' as OpenCV reads them. Default: 'rgb'.","enum":["rgb","bgr"],"default":"rgb"},"augment":{"$ref":"#/definitions/augment"}}},"augment":{"title":"AugmentConfig","description":"Random changes of training images. Default: none.","type":"object","additionalProperties":false,"properties":{"flip":{"description":"Flip half of the images left to right. Default: false.","type":"boolean","default":false},"shift":{"description":"Shift by up to this many pixels in each direction, filling with zeros. An integer, at least 0. Default: 0.","type":"integer","minimum":0,"default":0}}},"target":{"title":"TargetConfig","description":"One environment and what a model may cost there.","type":"object","additionalProperties":false,"required":["name","runtime","budget"],"properties":{"name":{"description":"Name of the target, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads that one inference may use. An integer, 1 to 1024. Default: 1.","type":"integer","minimum":1,"maximum":1024,"default":1},"precision":{"description":"What a student may be emitted in: 'float32'; 'float16' (weights of half the size; on WebGPU it is computed in too); 'int8' (a quarter of the size, calibrated on training samples). One that loses more is only taken where it keeps the budgets better. Default: [\"float32\",\"float16\"].","type":"array","minItems":1,"items":{"enum":["float32","float16","int8"]},"tsType":"('float32' | 'float16' | 'int8')[]","default":["float32","float16"]},"profile":{"description":"Path of a device profile (see profile.schema.json) with latencies that were measured on the device, as 'bespoke profile' writes it. Default: measured here.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"onUnprofiled":{"description":"When the device profile lacks the latency of a network: 'error' fails the build and names the command that measures it, 'predict' predicts it from what the profile has, and the manifest says so. Default: 'error'.","enum":["error","predict"],"default":"error"},"budget":{"$ref":"#/definitions/budget"},"onMiss":{"description":"When no model meets the budgets: 'error' emits nothing and fails the build, 'warn' emits the nearest and says so. Default: 'error'.","enum":["error","warn"],"default":"error"}}},"budget":{"title":"BudgetConfig","description":"What a model may cost; at least one, and all hold together. A percentage is a share of the teacher's, above 0% and at most 100%. No default.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"latency":{"description":"Median time of one sample: '8ms', '1.2s', '300us', or a share of the teacher's, '50%'. Default: no limit.","type":"string","accepted":"a time with a unit ('8ms', '1.2s', '300us') or a share of the teacher's ('50%')","tsType":"`${number}${'us' | 'ms' | 's' | '%'}`"},"size":{"description":"Size of the ONNX file: '400KB', '1.5MB' (1 KB is 1000 bytes), '1MiB' (1024 KiB), or a share of the teacher's, '50%'. Default: no limit.","type":"string","accepted":"a size with a unit ('400KB', '1.5MB', '1MiB') or a share of the teacher's ('50%')","tsType":"`${number}${'B' | 'KB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB' | '%'}`"},"parameters":{"description":"Number of parameters: 200000, '200k', '1.5M', or a share of the teacher's, '50%'. Default: no limit.","type":["number","string"],"accepted":"a number (200000, '200k', '1.5M') or a share of the teacher's ('50%')","tsType":"number | `${number}${'k' | 'M' | 'G' | '%'}`"},"macs":{"description":"Multiply-accumulates of one sample: 60000000, '60M', '1.2G', or a share of the teacher's, '50%'. Default: no limit.","type":["number","string"],"accepted":"a number (60000000, '60M', '1.2G') or a share of the teacher's ('50%')","tsType":"number | `${number}${'k' | 'M' | 'G' | '%'}`"},"qualityDrop":{"description":"How far the quality may fall below the teacher's, in points of the metric: 0.01 or '1%' allow 0.918 to fall to 0.908. 0 to 1. Default: no limit.","type":["number","string"],"accepted":"a number from 0 to 1 (0.01), or the same as a percentage ('1%')","tsType":"number | `${number}%`"}}},"alternatives":{"title":"AlternativesConfig","description":"The kinds of replacements that are made; false switches one off. Default: every kind is on.","type":"object","additionalProperties":false,"properties":{"member":{"description":"Whole members of the pool in place of the whole teacher. Default: true.","type":"boolean","default":true},"import":{"description":"Parts of pool members in place of parts of the teacher. Default: true.","type":"boolean","default":true},"prune":{"description":"Channels taken out. Default: true.","type":"boolean","default":true},"shorten":{"description":"Residual blocks, and layers of a chain, left out. Default: true.","type":"boolean","default":true},"decompose":{"description":"Convolutions of low rank as two or three smaller ones in a row. Default: true.","type":"boolean","default":true},"lowRank":{"description":"Dense layers (Gemm, MatMul) as two with fewer features between. Default: true.","type":"boolean","default":true},"separable":{"description":"Convolutions as a depthwise one and a 1x1 one. Default: true.","type":"boolean","default":true},"shrink":{"description":"Convolutions with smaller kernels, 7x7 as 3x3 for example. Default: true.","type":"boolean","default":true},"activation":{"description":"Cheaper activation functions, Relu for Swish or Gelu for example. Default: true.","type":"boolean","default":true}}},"search":{"title":"SearchConfig","description":"How replacements are chosen. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"strategy":{"description":"'exact' proves the best choice by integer programming, 'anneal' is simulated annealing under the same budgets, 'paper' is the method and score of the Bespoke paper. Default: 'exact'.","enum":["exact","anneal","paper"],"default":"exact"}}},"cache":{"title":"CacheConfig","description":"Where results are kept between builds. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"directory":{"description":"The folder. Default: './.bespoke'.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string","default":"./.bespoke"},"remote":{"$ref":"#/definitions/remoteCache"}}},"remoteCache":{"title":"RemoteCacheConfig","description":"A cache that several machines share, by the HTTP protocol of Bazel's remote cache. Entries are signed with the key in BESPOKE_CACHE_KEY; without it the remote is not used. Default: none.","type":"object","additionalProperties":false,"required":["url"],"accepted":"an object with 'url', and 'token' and 'write' if you like","properties":{"url":{"description":"Its address, 'https://cache.example.com/bespoke'; user info in it is sent as basic authentication. No default.","type":"string","accepted":"an http or https address"},"token":{"description":"Sent as a bearer token. Better kept out of the configuration. Default: what BESPOKE_CACHE_TOKEN holds.","type":"string","accepted":"a text"},"write":{"description":"Whether this machine's results go to the remote: 'ci' means where CI is set and BESPOKE_CACHE_KEY too; true demands the key. Default: false.","enum":[false,true,"ci"],"accepted":"false, true or 'ci'","default":false}}},"farm":{"title":"FarmConfig","description":"Other machines that train and judge along, as 'bespoke worker' on each of them. Needs 'cache.remote' with 'write', and the packages bullmq and ioredis. Decides speed, never a result. Default: none.","type":"object","additionalProperties":false,"required":["queue"],"accepted":"an object with 'queue'","properties":{"queue":{"description":"Address of the Redis that holds the queue: 'redis://queue.example.com:6379', 'rediss://…' for TLS, 'unix:///run/redis.sock'. No default.","type":"string","accepted":"a redis, rediss or unix address"}}},"browser":{"title":"BrowserConfig","description":"The browser that browser targets are measured in. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"executablePath":{"description":"Path of Chromium, Chrome or Edge. Default: what CHROME_PATH names, else the first that is found where they are usually installed.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"args":{"description":"Further arguments of its command line. Default: [].","type":"array","items":{"type":"string","pattern":"^-","accepted":"an argument that begins with '-'"},"default":[]}}},"effortNumbers":{"title":"EffortConfig","description":"Amounts of work. Without 'minutes' they are counts, so that the same configuration gives the same bytes on every machine. Default of each: that of 'balanced'.","type":"object","additionalProperties":false,"properties":{"minutes":{"description":"Wall-clock that a build from scratch is to take for each model, about. Numbers that are not given beside it are fitted to it, by the speed of training as measured once on this machine; without it they are as they are given. Above 0. No default.","type":"number","exclusiveMinimum":0},"subNetworks":{"description":"Sub-networks of the teacher that are offered for replacement. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"maxSpan":{"description":"Longest sampled sub-network as a share of the network's cut points; whole networks are offered besides. Above 0, at most 1. Default: that of 'balanced'.","type":"number","exclusiveMinimum":0,"maximum":1},"wholeCuts":{"description":"Share of the cuts of whole networks - pruned, shortened, decomposed, of the teacher and of each pool member - that are offered, evenly spread from mild to hard. 0 to 1. Default: that of 'balanced'.","type":"number","minimum":0,"maximum":1},"import":{"description":"Alternatives that are imported from the pool. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"prune":{"description":"Alternatives that are made by taking out channels. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"shorten":{"description":"Alternatives that are made by leaving parts out. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"decompose":{"description":"Alternatives with layers that are decomposed, of low rank, separable or shrunk, or with cheaper activation functions: of the kinds decompose, lowRank, separable, shrink and activation together. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"samples":{"description":"Training samples whose activations are kept. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"solveSamples":{"description":"Training samples for least squares. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"steps":{"description":"Gradient steps that an alternative is trained for, under the cap of trainGigaMacs. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"trainGigaMacs":{"description":"Multiply-accumulates, counted forward only, that training one alternative may cost. Billions, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"batch":{"description":"Samples of one gradient step; where the activations of a batch would take more than 512 MiB it is halved, down to 8 at least. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":65536},"qualitySamples":{"description":"Validation samples that each alternative is judged on. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"retrainGigaMacs":{"description":"Multiply-accumulates, counted forward only, for retraining a student half as large as the teacher; one of another size takes as many steps. Billions, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"retrainEpochs":{"description":"Passes over the training data in retraining, at most. A count, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"annealingIterations":{"description":"Steps of simulated annealing with search.strategy 'paper'; no other strategy uses it. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"imported":{"description":"The former name of 'import', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"approximated":{"description":"The former name of 'prune', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"shortened":{"description":"The former name of 'shorten', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"decomposed":{"description":"The former name of 'decompose', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000}}}}};
const schema34 = {"title":"EffortConfig","description":"Amounts of work. Without 'minutes' they are counts, so that the same configuration gives the same bytes on every machine. Default of each: that of 'balanced'.","type":"object","additionalProperties":false,"properties":{"minutes":{"description":"Wall-clock that a build from scratch is to take for each model, about. Numbers that are not given beside it are fitted to it, by the speed of training as measured once on this machine; without it they are as they are given. Above 0. No default.","type":"number","exclusiveMinimum":0},"subNetworks":{"description":"Sub-networks of the teacher that are offered for replacement. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"maxSpan":{"description":"Longest sampled sub-network as a share of the network's cut points; whole networks are offered besides. Above 0, at most 1. Default: that of 'balanced'.","type":"number","exclusiveMinimum":0,"maximum":1},"wholeCuts":{"description":"Share of the cuts of whole networks - pruned, shortened, decomposed, of the teacher and of each pool member - that are offered, evenly spread from mild to hard. 0 to 1. Default: that of 'balanced'.","type":"number","minimum":0,"maximum":1},"import":{"description":"Alternatives that are imported from the pool. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"prune":{"description":"Alternatives that are made by taking out channels. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"shorten":{"description":"Alternatives that are made by leaving parts out. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"decompose":{"description":"Alternatives with layers that are decomposed, of low rank, separable or shrunk, or with cheaper activation functions: of the kinds decompose, lowRank, separable, shrink and activation together. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"samples":{"description":"Training samples whose activations are kept. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"solveSamples":{"description":"Training samples for least squares. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"steps":{"description":"Gradient steps that an alternative is trained for, under the cap of trainGigaMacs. A count, at least 0. Default: that of 'balanced'.","type":"integer","minimum":0,"maximum":1000000000},"trainGigaMacs":{"description":"Multiply-accumulates, counted forward only, that training one alternative may cost. Billions, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"batch":{"description":"Samples of one gradient step; where the activations of a batch would take more than 512 MiB it is halved, down to 8 at least. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":65536},"qualitySamples":{"description":"Validation samples that each alternative is judged on. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"retrainGigaMacs":{"description":"Multiply-accumulates, counted forward only, for retraining a student half as large as the teacher; one of another size takes as many steps. Billions, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"retrainEpochs":{"description":"Passes over the training data in retraining, at most. A count, at least 0. Default: that of 'balanced'.","type":"number","minimum":0},"annealingIterations":{"description":"Steps of simulated annealing with search.strategy 'paper'; no other strategy uses it. A count, at least 1. Default: that of 'balanced'.","type":"integer","minimum":1,"maximum":1000000000},"imported":{"description":"The former name of 'import', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"approximated":{"description":"The former name of 'prune', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"shortened":{"description":"The former name of 'shorten', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000},"decomposed":{"description":"The former name of 'decompose', which is still accepted. No default.","deprecated":true,"type":"integer","minimum":0,"maximum":1000000000}}};
const schema35 = {"title":"AlternativesConfig","description":"The kinds of replacements that are made; false switches one off. Default: every kind is on.","type":"object","additionalProperties":false,"properties":{"member":{"description":"Whole members of the pool in place of the whole teacher. Default: true.","type":"boolean","default":true},"import":{"description":"Parts of pool members in place of parts of the teacher. Default: true.","type":"boolean","default":true},"prune":{"description":"Channels taken out. Default: true.","type":"boolean","default":true},"shorten":{"description":"Residual blocks, and layers of a chain, left out. Default: true.","type":"boolean","default":true},"decompose":{"description":"Convolutions of low rank as two or three smaller ones in a row. Default: true.","type":"boolean","default":true},"lowRank":{"description":"Dense layers (Gemm, MatMul) as two with fewer features between. Default: true.","type":"boolean","default":true},"separable":{"description":"Convolutions as a depthwise one and a 1x1 one. Default: true.","type":"boolean","default":true},"shrink":{"description":"Convolutions with smaller kernels, 7x7 as 3x3 for example. Default: true.","type":"boolean","default":true},"activation":{"description":"Cheaper activation functions, Relu for Swish or Gelu for example. Default: true.","type":"boolean","default":true}}};
const schema36 = {"title":"SearchConfig","description":"How replacements are chosen. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"strategy":{"description":"'exact' proves the best choice by integer programming, 'anneal' is simulated annealing under the same budgets, 'paper' is the method and score of the Bespoke paper. Default: 'exact'.","enum":["exact","anneal","paper"],"default":"exact"}}};
const schema40 = {"title":"FarmConfig","description":"Other machines that train and judge along, as 'bespoke worker' on each of them. Needs 'cache.remote' with 'write', and the packages bullmq and ioredis. Decides speed, never a result. Default: none.","type":"object","additionalProperties":false,"required":["queue"],"accepted":"an object with 'queue'","properties":{"queue":{"description":"Address of the Redis that holds the queue: 'redis://queue.example.com:6379', 'rediss://…' for TLS, 'unix:///run/redis.sock'. No default.","type":"string","accepted":"a redis, rediss or unix address"}}};
const func2 = Object.prototype.hasOwnProperty;
const schema12 = {"title":"ModelConfig","description":"A pretrained model and what is needed to make smaller ones of it.","type":"object","additionalProperties":false,"required":["name","teacher","data"],"properties":{"name":{"description":"Name of the model, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"teacher":{"description":"Path of the pretrained ONNX file, or the path and its licence. No default.","allOf":[{"$ref":"#/definitions/modelFile"}],"tsType":"string | ModelFileConfig"},"pool":{"description":"Other pretrained ONNX files that alternatives are taken from: paths, or paths and licences; a folder stands for the .onnx files in it. The teacher always counts as a member. Default: [].","type":"array","items":{"$ref":"#/definitions/modelFile"},"default":[]},"data":{"$ref":"#/definitions/data"},"quality":{"description":"How a model is judged on the validation data: 'top1' (accuracy, 0 to 1, needs labels), 'agreement' with the teacher's answers (0 to 1, no labels), 'detections' (F1 of a detector's boxes against the teacher's, 0 to 1, no labels), 'mse' (mean squared difference from the teacher's output; lower is better), or the path of a module: its default export is ({ outputs, labels, teacher }) => number, higher is better. Default: 'top1' where the validation data have labels, otherwise 'agreement'.","type":"string","pattern":"\\S","accepted":"'top1', 'agreement', 'detections', 'mse', or the path of a module","tsType":"'top1' | 'agreement' | 'detections' | 'mse' | (string & {})"}}};
const schema13 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$","accepted":"1 to 64 letters, digits, '-' and '_', beginning with a letter or digit"};
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", "u");
const pattern1 = new RegExp("\\S", "u");
const schema14 = {"accepted":"a path, or { path, licence }","tsType":"string | ModelFileConfig","if":{"type":"object"},"then":{"$ref":"#/definitions/licensedFile"},"else":{"type":"string","pattern":"\\S","accepted":"a path, or { path, licence }"}};
const schema15 = {"title":"ModelFileConfig","description":"An ONNX file and the licence that its weights are under.","type":"object","additionalProperties":false,"required":["path"],"properties":{"path":{"description":"The ONNX file. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"licence":{"description":"An SPDX identifier ('MIT', 'Apache-2.0') or a text; it goes into the manifest and the report, and decides no result. Default: what the file's metadata_props say under 'license' or 'licence'.","type":"string","pattern":"\\S","accepted":"an SPDX identifier or a text"},"license":{"description":"The same as 'licence'. No default.","type":"string","pattern":"\\S","accepted":"an SPDX identifier or a text"}}};
const schema16 = {"type":"string","pattern":"\\S","accepted":"a path"};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.path === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema15.required,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "path") || (key0 === "licence")) || (key0 === "license"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.path !== undefined){
let data0 = data.path;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err2 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.licence !== undefined){
let data1 = data.licence;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/licence",schemaPath:"#/properties/licence/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema15.properties.licence,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/licence",schemaPath:"#/properties/licence/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.licence.type,parentSchema:schema15.properties.licence,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.license !== undefined){
let data2 = data.license;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err6 = {instancePath:instancePath+"/license",schemaPath:"#/properties/license/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema15.properties.license,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/license",schemaPath:"#/properties/license/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.license.type,parentSchema:schema15.properties.license,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.type,parentSchema:schema15,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}


function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = true;
const _errs1 = errors;
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs1 === errors;
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs3 = errors;
if(!(validate13(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = _valid0;
ifClause0 = "then";
}
else {
const _errs4 = errors;
if(typeof data === "string"){
if(!pattern1.test(data)){
const err1 = {instancePath,schemaPath:"#/else/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema14.else,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/else/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.else.type,parentSchema:schema14.else,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
ifClause0 = "else";
}
if(!valid0){
const err3 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema",schema:schema14.if,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

const schema17 = {"title":"DataConfig","description":"Samples to train and to judge with, and how they become the model's input. No default.","type":"object","additionalProperties":false,"required":["train","validation"],"properties":{"train":{"description":"Samples to train with. No default.","allOf":[{"$ref":"#/definitions/source"}]},"validation":{"description":"Held-out samples to judge with. No default.","allOf":[{"$ref":"#/definitions/source"}]},"input":{"$ref":"#/definitions/input"}}};
const schema18 = {"title":"SourceConfig","description":"Where samples come from.","accepted":"'images', 'npz', 'idx', 'module'","type":"object","required":["kind"],"discriminator":{"propertyName":"kind"},"oneOf":[{"$ref":"#/definitions/imageSource"},{"$ref":"#/definitions/npzSource"},{"$ref":"#/definitions/idxSource"},{"$ref":"#/definitions/moduleSource"}]};
const schema19 = {"title":"ImageSource","description":"A folder of JPEG, PNG, WebP, GIF, TIFF or AVIF images, subfolders included.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A folder of images. No default.","const":"images"},"path":{"description":"The folder. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"labels":{"description":"'folders': each subfolder is a class, numbered from 0 in the order of the sorted names. Default: no labels.","const":"folders"}}};

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "kind") || (key0 === "path")) || (key0 === "labels"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.kind !== undefined){
let data0 = data.kind;
if("images" !== data0){
const err3 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "images"},message:"must be equal to constant",schema:"images",parentSchema:schema19.properties.kind,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.labels !== undefined){
let data2 = data.labels;
if("folders" !== data2){
const err6 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/const",keyword:"const",params:{allowedValue: "folders"},message:"must be equal to constant",schema:"folders",parentSchema:schema19.properties.labels,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}

const schema21 = {"title":"NpzSource","description":"A NumPy .npz archive.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A NumPy .npz archive. No default.","const":"npz"},"path":{"description":"The .npz file. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"values":{"description":"Name of the array of samples, the first dimension being the sample: [count, height, width, channels] for images. For a model of several inputs the names of arrays by inputs, { input_ids: 'ids' }, or nothing where they are called as the inputs are. Default: 'x'.","type":["string","object"],"pattern":"\\S","additionalProperties":{"type":"string","pattern":"\\S","accepted":"the name of an array"},"accepted":"the name of an array in the archive, or names of arrays by inputs","tsType":"string | { readonly [input: string]: string }","default":"x"},"labels":{"description":"Name of the array of class numbers, [count], from 0. Default: no labels.","type":"string","pattern":"\\S","accepted":"the name of an array in the archive"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}};

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema21.required,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema21.required,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "kind") || (key0 === "path")) || (key0 === "values")) || (key0 === "labels")) || (key0 === "layout"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.kind !== undefined){
let data0 = data.kind;
if("npz" !== data0){
const err3 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "npz"},message:"must be equal to constant",schema:"npz",parentSchema:schema21.properties.kind,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.values !== undefined){
let data2 = data.values;
if((typeof data2 !== "string") && (!(data2 && typeof data2 == "object" && !Array.isArray(data2)))){
const err6 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type: schema21.properties.values.type},message:"must be string,object",schema:schema21.properties.values.type,parentSchema:schema21.properties.values,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err7 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema21.properties.values,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
const err8 = {instancePath:instancePath+"/values/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/values/additionalProperties/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema21.properties.values.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/values/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/values/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.values.additionalProperties.type,parentSchema:schema21.properties.values.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
if(data.labels !== undefined){
let data4 = data.labels;
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
const err10 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema21.properties.labels,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.labels.type,parentSchema:schema21.properties.labels,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.layout !== undefined){
let data5 = data.layout;
if(!((data5 === "nchw") || (data5 === "nhwc"))){
const err12 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema21.properties.layout.enum},message:"must be equal to one of the allowed values",schema:schema21.properties.layout.enum,parentSchema:schema21.properties.layout,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema21.type,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}

const schema23 = {"title":"IdxSource","description":"An IDX file, the format of MNIST.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"An IDX file. No default.","const":"idx"},"path":{"description":"The IDX file of samples, [count, height, width]. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"labels":{"description":"Path of the IDX file of class numbers, [count], from 0. Default: no labels.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "kind") || (key0 === "path")) || (key0 === "labels")) || (key0 === "layout"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.kind !== undefined){
let data0 = data.kind;
if("idx" !== data0){
const err3 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "idx"},message:"must be equal to constant",schema:"idx",parentSchema:schema23.properties.kind,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.labels !== undefined){
let data2 = data.labels;
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
const err6 = {instancePath:instancePath+"/labels",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/labels",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.layout !== undefined){
let data3 = data.layout;
if(!((data3 === "nchw") || (data3 === "nhwc"))){
const err8 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema23.properties.layout.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.layout.enum,parentSchema:schema23.properties.layout,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

const schema26 = {"title":"ModuleSource","description":"A module of your own that gives the samples.","type":"object","additionalProperties":false,"required":["kind","path"],"properties":{"kind":{"description":"A module that gives the samples. No default.","const":"module"},"path":{"description":"The module. No default.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"layout":{"description":"Order of dimensions of samples with three of them, as they lie in the source: 'nchw' (channels first) or 'nhwc' (channels last). Default: the model's layout where the samples have exactly its shape, otherwise 'nhwc'.","enum":["nchw","nhwc"]}}};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema26.required,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.path === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema26.required,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "kind") || (key0 === "path")) || (key0 === "layout"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.kind !== undefined){
let data0 = data.kind;
if("module" !== data0){
const err3 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "module"},message:"must be equal to constant",schema:"module",parentSchema:schema26.properties.kind,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err4 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/path",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.layout !== undefined){
let data2 = data.layout;
if(!((data2 === "nchw") || (data2 === "nhwc"))){
const err6 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema26.properties.layout.enum},message:"must be equal to one of the allowed values",schema:schema26.properties.layout.enum,parentSchema:schema26.properties.layout,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}


function validate18(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema18.required,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const tag0 = data.kind;
if(typeof tag0 == "string"){
if(tag0 === "images"){
if(!(validate19(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
else if(tag0 === "npz"){
if(!(validate20(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
errors = vErrors.length;
}
}
else if(tag0 === "idx"){
if(!(validate21(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
else if(tag0 === "module"){
if(!(validate22(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
else {
const err1 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "kind", tagValue: tag0},message:"value of tag \"kind\" must be in oneOf",schema:schema18.discriminator,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "kind", tagValue: tag0},message:"tag \"kind\" must be string",schema:schema18.discriminator,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema18.type,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate18.errors = vErrors;
return errors === 0;
}

const schema28 = {"title":"InputConfig","description":"How a sample becomes the model's input: (value * scale - mean) / std, then the layout. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"scale":{"description":"Factor on every value; pixels are 0 to 255, so 1 / 255 brings them to 0 to 1. Above 0. Default: 1.","type":"number","exclusiveMinimum":0,"default":1},"mean":{"description":"Subtracted after scaling, one value a channel. Default: [] (nothing).","type":"array","items":{"type":"number"},"default":[]},"std":{"description":"Divided by at the end, one value a channel, each above 0. Default: [] (nothing).","type":"array","items":{"type":"number","exclusiveMinimum":0},"default":[]},"layout":{"description":"Order of the model's input dimensions: 'nchw' (PyTorch) or 'nhwc' (TensorFlow). Default: 'nchw'.","enum":["nchw","nhwc"],"default":"nchw"},"size":{"description":"[height, width] in pixels: images are resized to it, and it fixes dynamic spatial dimensions of the model. Default: as the model says.","type":"array","items":{"type":"integer","minimum":1,"maximum":16384},"minItems":2,"maxItems":2,"accepted":"[height, width] in pixels, each at most 16384","tsType":"[height: number, width: number]"},"length":{"description":"Length of sequences, for a model that leaves it open: it fixes every dimension that is open besides the batch, height and width. An integer, 1 to 65536. Default: as the model says.","type":"integer","minimum":1,"maximum":65536},"fixed":{"description":"Inputs of the model that are the same for all samples, by their names: one number throughout, or the values of one sample. They become part of the model, and students do not have them. Default: none.","type":"object","additionalProperties":{"type":["number","array"],"items":{"type":"number"},"accepted":"a number, or an array of numbers","tsType":"number | readonly number[]"},"tsType":"{ readonly [input: string]: number | readonly number[] }"},"resize":{"description":"How images become 'size': 'stretch' without regard to their aspect ratio; 'cover' so that they fill it, the rest cut off on both sides; 'contain' so that they lie in it whole, on a ground of 'fill' (letterbox). Default: 'stretch'.","enum":["stretch","cover","contain"],"default":"stretch"},"crop":{"description":"With resize 'cover': the share of the resized image that the central 'size' is of, so 0.875 with size [224, 224] resizes the shorter side to 256 and cuts out the middle. Above 0, at most 1. Default: 1.","type":"number","exclusiveMinimum":0,"maximum":1,"default":1},"fill":{"description":"With resize 'contain': the value of the ground, in every channel. 0 to 255. Default: 0.","type":"integer","minimum":0,"maximum":255,"default":0},"channels":{"description":"Order of the channels of images that the model was trained with: 'rgb', or 'bgr' as OpenCV reads them. Default: 'rgb'.","enum":["rgb","bgr"],"default":"rgb"},"augment":{"$ref":"#/definitions/augment"}}};
const schema29 = {"title":"AugmentConfig","description":"Random changes of training images. Default: none.","type":"object","additionalProperties":false,"properties":{"flip":{"description":"Flip half of the images left to right. Default: false.","type":"boolean","default":false},"shift":{"description":"Shift by up to this many pixels in each direction, filling with zeros. An integer, at least 0. Default: 0.","type":"integer","minimum":0,"default":0}}};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema28.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.scale !== undefined){
let data0 = data.scale;
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 <= 0 || isNaN(data0)){
const err1 = {instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema28.properties.scale,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/scale",schemaPath:"#/properties/scale/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema28.properties.scale.type,parentSchema:schema28.properties.scale,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.mean !== undefined){
let data1 = data.mean;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!((typeof data2 == "number") && (isFinite(data2)))){
const err3 = {instancePath:instancePath+"/mean/" + i0,schemaPath:"#/properties/mean/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema28.properties.mean.items.type,parentSchema:schema28.properties.mean.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/mean",schemaPath:"#/properties/mean/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema28.properties.mean.type,parentSchema:schema28.properties.mean,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.std !== undefined){
let data3 = data.std;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 <= 0 || isNaN(data4)){
const err5 = {instancePath:instancePath+"/std/" + i1,schemaPath:"#/properties/std/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema28.properties.std.items,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/std/" + i1,schemaPath:"#/properties/std/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema28.properties.std.items.type,parentSchema:schema28.properties.std.items,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/std",schemaPath:"#/properties/std/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema28.properties.std.type,parentSchema:schema28.properties.std,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.layout !== undefined){
let data5 = data.layout;
if(!((data5 === "nchw") || (data5 === "nhwc"))){
const err8 = {instancePath:instancePath+"/layout",schemaPath:"#/properties/layout/enum",keyword:"enum",params:{allowedValues: schema28.properties.layout.enum},message:"must be equal to one of the allowed values",schema:schema28.properties.layout.enum,parentSchema:schema28.properties.layout,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.size !== undefined){
let data6 = data.size;
if(Array.isArray(data6)){
if(data6.length > 2){
const err9 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items",schema:2,parentSchema:schema28.properties.size,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data6.length < 2){
const err10 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items",schema:2,parentSchema:schema28.properties.size,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
let data7 = data6[i2];
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err11 = {instancePath:instancePath+"/size/" + i2,schemaPath:"#/properties/size/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema28.properties.size.items.type,parentSchema:schema28.properties.size.items,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 16384 || isNaN(data7)){
const err12 = {instancePath:instancePath+"/size/" + i2,schemaPath:"#/properties/size/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 16384},message:"must be <= 16384",schema:16384,parentSchema:schema28.properties.size.items,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data7 < 1 || isNaN(data7)){
const err13 = {instancePath:instancePath+"/size/" + i2,schemaPath:"#/properties/size/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema28.properties.size.items,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
}
else {
const err14 = {instancePath:instancePath+"/size",schemaPath:"#/properties/size/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema28.properties.size.type,parentSchema:schema28.properties.size,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.length !== undefined){
let data8 = data.length;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err15 = {instancePath:instancePath+"/length",schemaPath:"#/properties/length/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema28.properties.length.type,parentSchema:schema28.properties.length,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 65536 || isNaN(data8)){
const err16 = {instancePath:instancePath+"/length",schemaPath:"#/properties/length/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65536},message:"must be <= 65536",schema:65536,parentSchema:schema28.properties.length,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data8 < 1 || isNaN(data8)){
const err17 = {instancePath:instancePath+"/length",schemaPath:"#/properties/length/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema28.properties.length,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.fixed !== undefined){
let data9 = data.fixed;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key1 in data9){
let data10 = data9[key1];
if((!((typeof data10 == "number") && (isFinite(data10)))) && (!(Array.isArray(data10)))){
const err18 = {instancePath:instancePath+"/fixed/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/fixed/additionalProperties/type",keyword:"type",params:{type: schema28.properties.fixed.additionalProperties.type},message:"must be number,array",schema:schema28.properties.fixed.additionalProperties.type,parentSchema:schema28.properties.fixed.additionalProperties,data:data10};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(Array.isArray(data10)){
const len3 = data10.length;
for(let i3=0; i3<len3; i3++){
let data11 = data10[i3];
if(!((typeof data11 == "number") && (isFinite(data11)))){
const err19 = {instancePath:instancePath+"/fixed/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i3,schemaPath:"#/properties/fixed/additionalProperties/items/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema28.properties.fixed.additionalProperties.items.type,parentSchema:schema28.properties.fixed.additionalProperties.items,data:data11};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
}
else {
const err20 = {instancePath:instancePath+"/fixed",schemaPath:"#/properties/fixed/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.properties.fixed.type,parentSchema:schema28.properties.fixed,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.resize !== undefined){
let data12 = data.resize;
if(!(((data12 === "stretch") || (data12 === "cover")) || (data12 === "contain"))){
const err21 = {instancePath:instancePath+"/resize",schemaPath:"#/properties/resize/enum",keyword:"enum",params:{allowedValues: schema28.properties.resize.enum},message:"must be equal to one of the allowed values",schema:schema28.properties.resize.enum,parentSchema:schema28.properties.resize,data:data12};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.crop !== undefined){
let data13 = data.crop;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1 || isNaN(data13)){
const err22 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema28.properties.crop,data:data13};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data13 <= 0 || isNaN(data13)){
const err23 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema28.properties.crop,data:data13};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/crop",schemaPath:"#/properties/crop/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema28.properties.crop.type,parentSchema:schema28.properties.crop,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.fill !== undefined){
let data14 = data.fill;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err25 = {instancePath:instancePath+"/fill",schemaPath:"#/properties/fill/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema28.properties.fill.type,parentSchema:schema28.properties.fill,data:data14};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 255 || isNaN(data14)){
const err26 = {instancePath:instancePath+"/fill",schemaPath:"#/properties/fill/maximum",keyword:"maximum",params:{comparison: "<=", limit: 255},message:"must be <= 255",schema:255,parentSchema:schema28.properties.fill,data:data14};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data14 < 0 || isNaN(data14)){
const err27 = {instancePath:instancePath+"/fill",schemaPath:"#/properties/fill/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema28.properties.fill,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data.channels !== undefined){
let data15 = data.channels;
if(!((data15 === "rgb") || (data15 === "bgr"))){
const err28 = {instancePath:instancePath+"/channels",schemaPath:"#/properties/channels/enum",keyword:"enum",params:{allowedValues: schema28.properties.channels.enum},message:"must be equal to one of the allowed values",schema:schema28.properties.channels.enum,parentSchema:schema28.properties.channels,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.augment !== undefined){
let data16 = data.augment;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key2 in data16){
if(!((key2 === "flip") || (key2 === "shift"))){
const err29 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/augment/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema29,data:data16};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data16.flip !== undefined){
let data17 = data16.flip;
if(typeof data17 !== "boolean"){
const err30 = {instancePath:instancePath+"/augment/flip",schemaPath:"#/definitions/augment/properties/flip/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema29.properties.flip.type,parentSchema:schema29.properties.flip,data:data17};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data16.shift !== undefined){
let data18 = data16.shift;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err31 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/augment/properties/shift/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema29.properties.shift.type,parentSchema:schema29.properties.shift,data:data18};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
const err32 = {instancePath:instancePath+"/augment/shift",schemaPath:"#/definitions/augment/properties/shift/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema29.properties.shift,data:data18};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
}
else {
const err33 = {instancePath:instancePath+"/augment",schemaPath:"#/definitions/augment/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema29.type,parentSchema:schema29,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}


function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.train === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'",schema:schema17.required,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.validation === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "validation"},message:"must have required property '"+"validation"+"'",schema:schema17.required,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "train") || (key0 === "validation")) || (key0 === "input"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.train !== undefined){
if(!(validate18(data.train, {instancePath:instancePath+"/train",parentData:data,parentDataProperty:"train",rootData}))){
vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors);
errors = vErrors.length;
}
}
if(data.validation !== undefined){
if(!(validate18(data.validation, {instancePath:instancePath+"/validation",parentData:data,parentDataProperty:"validation",rootData}))){
vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors);
errors = vErrors.length;
}
}
if(data.input !== undefined){
if(!(validate29(data.input, {instancePath:instancePath+"/input",parentData:data,parentDataProperty:"input",rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema17.type,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.teacher === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "teacher"},message:"must have required property '"+"teacher"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.data === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "data"},message:"must have required property '"+"data"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "teacher")) || (key0 === "pool")) || (key0 === "data")) || (key0 === "quality"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.teacher !== undefined){
if(!(validate12(data.teacher, {instancePath:instancePath+"/teacher",parentData:data,parentDataProperty:"teacher",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
if(data.pool !== undefined){
let data2 = data.pool;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate12(data2[i0], {instancePath:instancePath+"/pool/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/pool",schemaPath:"#/properties/pool/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.pool.type,parentSchema:schema12.properties.pool,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.data !== undefined){
if(!(validate17(data.data, {instancePath:instancePath+"/data",parentData:data,parentDataProperty:"data",rootData}))){
vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
errors = vErrors.length;
}
}
if(data.quality !== undefined){
let data5 = data.quality;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err7 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema12.properties.quality,data:data5};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.quality.type,parentSchema:schema12.properties.quality,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema30 = {"title":"TargetConfig","description":"One environment and what a model may cost there.","type":"object","additionalProperties":false,"required":["name","runtime","budget"],"properties":{"name":{"description":"Name of the target, in file names and in the manifest; unique. Letters, digits, '-' and '_'. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads that one inference may use. An integer, 1 to 1024. Default: 1.","type":"integer","minimum":1,"maximum":1024,"default":1},"precision":{"description":"What a student may be emitted in: 'float32'; 'float16' (weights of half the size; on WebGPU it is computed in too); 'int8' (a quarter of the size, calibrated on training samples). One that loses more is only taken where it keeps the budgets better. Default: [\"float32\",\"float16\"].","type":"array","minItems":1,"items":{"enum":["float32","float16","int8"]},"tsType":"('float32' | 'float16' | 'int8')[]","default":["float32","float16"]},"profile":{"description":"Path of a device profile (see profile.schema.json) with latencies that were measured on the device, as 'bespoke profile' writes it. Default: measured here.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"onUnprofiled":{"description":"When the device profile lacks the latency of a network: 'error' fails the build and names the command that measures it, 'predict' predicts it from what the profile has, and the manifest says so. Default: 'error'.","enum":["error","predict"],"default":"error"},"budget":{"$ref":"#/definitions/budget"},"onMiss":{"description":"When no model meets the budgets: 'error' emits nothing and fails the build, 'warn' emits the nearest and says so. Default: 'error'.","enum":["error","warn"],"default":"error"}}};
const schema33 = {"title":"BudgetConfig","description":"What a model may cost; at least one, and all hold together. A percentage is a share of the teacher's, above 0% and at most 100%. No default.","type":"object","additionalProperties":false,"minProperties":1,"properties":{"latency":{"description":"Median time of one sample: '8ms', '1.2s', '300us', or a share of the teacher's, '50%'. Default: no limit.","type":"string","accepted":"a time with a unit ('8ms', '1.2s', '300us') or a share of the teacher's ('50%')","tsType":"`${number}${'us' | 'ms' | 's' | '%'}`"},"size":{"description":"Size of the ONNX file: '400KB', '1.5MB' (1 KB is 1000 bytes), '1MiB' (1024 KiB), or a share of the teacher's, '50%'. Default: no limit.","type":"string","accepted":"a size with a unit ('400KB', '1.5MB', '1MiB') or a share of the teacher's ('50%')","tsType":"`${number}${'B' | 'KB' | 'MB' | 'GB' | 'KiB' | 'MiB' | 'GiB' | '%'}`"},"parameters":{"description":"Number of parameters: 200000, '200k', '1.5M', or a share of the teacher's, '50%'. Default: no limit.","type":["number","string"],"accepted":"a number (200000, '200k', '1.5M') or a share of the teacher's ('50%')","tsType":"number | `${number}${'k' | 'M' | 'G' | '%'}`"},"macs":{"description":"Multiply-accumulates of one sample: 60000000, '60M', '1.2G', or a share of the teacher's, '50%'. Default: no limit.","type":["number","string"],"accepted":"a number (60000000, '60M', '1.2G') or a share of the teacher's ('50%')","tsType":"number | `${number}${'k' | 'M' | 'G' | '%'}`"},"qualityDrop":{"description":"How far the quality may fall below the teacher's, in points of the metric: 0.01 or '1%' allow 0.918 to fall to 0.908. 0 to 1. Default: no limit.","type":["number","string"],"accepted":"a number from 0 to 1 (0.01), or the same as a percentage ('1%')","tsType":"number | `${number}%`"}}};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.runtime === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runtime"},message:"must have required property '"+"runtime"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.budget === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "budget"},message:"must have required property '"+"budget"+"'",schema:schema30.required,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "runtime")) || (key0 === "threads")) || (key0 === "precision")) || (key0 === "profile")) || (key0 === "onUnprofiled")) || (key0 === "budget")) || (key0 === "onMiss"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.runtime !== undefined){
let data1 = data.runtime;
if(!(((data1 === "onnxruntime-node/cpu") || (data1 === "onnxruntime-web/wasm")) || (data1 === "onnxruntime-web/webgpu"))){
const err6 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/enum",keyword:"enum",params:{allowedValues: schema30.properties.runtime.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.runtime.enum,parentSchema:schema30.properties.runtime,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.threads !== undefined){
let data2 = data.threads;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err7 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema30.properties.threads.type,parentSchema:schema30.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1024 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024},message:"must be <= 1024",schema:1024,parentSchema:schema30.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema30.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.precision !== undefined){
let data3 = data.precision;
if(Array.isArray(data3)){
if(data3.length < 1){
const err10 = {instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema30.properties.precision,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(!(((data4 === "float32") || (data4 === "float16")) || (data4 === "int8"))){
const err11 = {instancePath:instancePath+"/precision/" + i0,schemaPath:"#/properties/precision/items/enum",keyword:"enum",params:{allowedValues: schema30.properties.precision.items.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.precision.items.enum,parentSchema:schema30.properties.precision.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema30.properties.precision.type,parentSchema:schema30.properties.precision,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.profile !== undefined){
let data5 = data.profile;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err13 = {instancePath:instancePath+"/profile",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/profile",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.onUnprofiled !== undefined){
let data6 = data.onUnprofiled;
if(!((data6 === "error") || (data6 === "predict"))){
const err15 = {instancePath:instancePath+"/onUnprofiled",schemaPath:"#/properties/onUnprofiled/enum",keyword:"enum",params:{allowedValues: schema30.properties.onUnprofiled.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.onUnprofiled.enum,parentSchema:schema30.properties.onUnprofiled,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.budget !== undefined){
let data7 = data.budget;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(Object.keys(data7).length < 1){
const err16 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/budget/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema33,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data7){
if(!(((((key1 === "latency") || (key1 === "size")) || (key1 === "parameters")) || (key1 === "macs")) || (key1 === "qualityDrop"))){
const err17 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/budget/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.latency !== undefined){
let data8 = data7.latency;
if(typeof data8 !== "string"){
const err18 = {instancePath:instancePath+"/budget/latency",schemaPath:"#/definitions/budget/properties/latency/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.latency.type,parentSchema:schema33.properties.latency,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data7.size !== undefined){
let data9 = data7.size;
if(typeof data9 !== "string"){
const err19 = {instancePath:instancePath+"/budget/size",schemaPath:"#/definitions/budget/properties/size/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.size.type,parentSchema:schema33.properties.size,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data7.parameters !== undefined){
let data10 = data7.parameters;
if((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")){
const err20 = {instancePath:instancePath+"/budget/parameters",schemaPath:"#/definitions/budget/properties/parameters/type",keyword:"type",params:{type: schema33.properties.parameters.type},message:"must be number,string",schema:schema33.properties.parameters.type,parentSchema:schema33.properties.parameters,data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data7.macs !== undefined){
let data11 = data7.macs;
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err21 = {instancePath:instancePath+"/budget/macs",schemaPath:"#/definitions/budget/properties/macs/type",keyword:"type",params:{type: schema33.properties.macs.type},message:"must be number,string",schema:schema33.properties.macs.type,parentSchema:schema33.properties.macs,data:data11};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data7.qualityDrop !== undefined){
let data12 = data7.qualityDrop;
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err22 = {instancePath:instancePath+"/budget/qualityDrop",schemaPath:"#/definitions/budget/properties/qualityDrop/type",keyword:"type",params:{type: schema33.properties.qualityDrop.type},message:"must be number,string",schema:schema33.properties.qualityDrop.type,parentSchema:schema33.properties.qualityDrop,data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/budget",schemaPath:"#/definitions/budget/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.onMiss !== undefined){
let data13 = data.onMiss;
if(!((data13 === "error") || (data13 === "warn"))){
const err24 = {instancePath:instancePath+"/onMiss",schemaPath:"#/properties/onMiss/enum",keyword:"enum",params:{allowedValues: schema30.properties.onMiss.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.onMiss.enum,parentSchema:schema30.properties.onMiss,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}

const schema37 = {"title":"CacheConfig","description":"Where results are kept between builds. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"directory":{"description":"The folder. Default: './.bespoke'.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string","default":"./.bespoke"},"remote":{"$ref":"#/definitions/remoteCache"}}};
const schema39 = {"title":"RemoteCacheConfig","description":"A cache that several machines share, by the HTTP protocol of Bazel's remote cache. Entries are signed with the key in BESPOKE_CACHE_KEY; without it the remote is not used. Default: none.","type":"object","additionalProperties":false,"required":["url"],"accepted":"an object with 'url', and 'token' and 'write' if you like","properties":{"url":{"description":"Its address, 'https://cache.example.com/bespoke'; user info in it is sent as basic authentication. No default.","type":"string","accepted":"an http or https address"},"token":{"description":"Sent as a bearer token. Better kept out of the configuration. Default: what BESPOKE_CACHE_TOKEN holds.","type":"string","accepted":"a text"},"write":{"description":"Whether this machine's results go to the remote: 'ci' means where CI is set and BESPOKE_CACHE_KEY too; true demands the key. Default: false.","enum":[false,true,"ci"],"accepted":"false, true or 'ci'","default":false}}};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "directory") || (key0 === "remote"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.directory !== undefined){
let data0 = data.directory;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/directory",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/directory",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.remote !== undefined){
let data1 = data.remote;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.url === undefined){
const err3 = {instancePath:instancePath+"/remote",schemaPath:"#/definitions/remoteCache/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema39.required,parentSchema:schema39,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
if(!(((key1 === "url") || (key1 === "token")) || (key1 === "write"))){
const err4 = {instancePath:instancePath+"/remote",schemaPath:"#/definitions/remoteCache/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.url !== undefined){
let data2 = data1.url;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/remote/url",schemaPath:"#/definitions/remoteCache/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.url.type,parentSchema:schema39.properties.url,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.token !== undefined){
let data3 = data1.token;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/remote/token",schemaPath:"#/definitions/remoteCache/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.token.type,parentSchema:schema39.properties.token,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.write !== undefined){
let data4 = data1.write;
if(!(((data4 === false) || (data4 === true)) || (data4 === "ci"))){
const err7 = {instancePath:instancePath+"/remote/write",schemaPath:"#/definitions/remoteCache/properties/write/enum",keyword:"enum",params:{allowedValues: schema39.properties.write.enum},message:"must be equal to one of the allowed values",schema:schema39.properties.write.enum,parentSchema:schema39.properties.write,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath:instancePath+"/remote",schemaPath:"#/definitions/remoteCache/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.type,parentSchema:schema39,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}

const schema41 = {"title":"BrowserConfig","description":"The browser that browser targets are measured in. Default: every key at its default.","type":"object","additionalProperties":false,"properties":{"executablePath":{"description":"Path of Chromium, Chrome or Edge. Default: what CHROME_PATH names, else the first that is found where they are usually installed.","allOf":[{"$ref":"#/definitions/path"}],"tsType":"string"},"args":{"description":"Further arguments of its command line. Default: [].","type":"array","items":{"type":"string","pattern":"^-","accepted":"an argument that begins with '-'"},"default":[]}}};
const pattern18 = new RegExp("^-", "u");

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "executablePath") || (key0 === "args"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.executablePath !== undefined){
let data0 = data.executablePath;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err1 = {instancePath:instancePath+"/executablePath",schemaPath:"#/definitions/path/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/executablePath",schemaPath:"#/definitions/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.type,parentSchema:schema16,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.args !== undefined){
let data1 = data.args;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(!pattern18.test(data2)){
const err3 = {instancePath:instancePath+"/args/" + i0,schemaPath:"#/properties/args/items/pattern",keyword:"pattern",params:{pattern: "^-"},message:"must match pattern \""+"^-"+"\"",schema:"^-",parentSchema:schema41.properties.args.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/args/" + i0,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.properties.args.items.type,parentSchema:schema41.properties.args.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.properties.args.type,parentSchema:schema41.properties.args,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate37.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="bespoke-config" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.models === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "models"},message:"must have required property '"+"models"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.targets === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "targets"},message:"must have required property '"+"targets"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err3 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.$schema.type,parentSchema:schema11.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.models !== undefined){
let data1 = data.models;
if(Array.isArray(data1)){
if(data1.length < 1){
const err4 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.models,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate11(data1[i0], {instancePath:instancePath+"/models/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.models.type,parentSchema:schema11.properties.models,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.targets !== undefined){
let data3 = data.targets;
if(Array.isArray(data3)){
if(data3.length < 1){
const err6 = {instancePath:instancePath+"/targets",schemaPath:"#/properties/targets/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.targets,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate33(data3[i1], {instancePath:instancePath+"/targets/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.targets.type,parentSchema:schema11.properties.targets,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.effort !== undefined){
let data5 = data.effort;
const _errs11 = errors;
let valid5 = true;
const _errs12 = errors;
if(!(data5 && typeof data5 == "object" && !Array.isArray(data5))){
const err8 = {};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid0 = _errs12 === errors;
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs14 = errors;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key1 in data5){
if(!(func2.call(schema34.properties, key1))){
const err9 = {instancePath:instancePath+"/effort",schemaPath:"#/definitions/effortNumbers/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data5.minutes !== undefined){
let data6 = data5.minutes;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 <= 0 || isNaN(data6)){
const err10 = {instancePath:instancePath+"/effort/minutes",schemaPath:"#/definitions/effortNumbers/properties/minutes/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema34.properties.minutes,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/effort/minutes",schemaPath:"#/definitions/effortNumbers/properties/minutes/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.minutes.type,parentSchema:schema34.properties.minutes,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data5.subNetworks !== undefined){
let data7 = data5.subNetworks;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err12 = {instancePath:instancePath+"/effort/subNetworks",schemaPath:"#/definitions/effortNumbers/properties/subNetworks/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.subNetworks.type,parentSchema:schema34.properties.subNetworks,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1000000000 || isNaN(data7)){
const err13 = {instancePath:instancePath+"/effort/subNetworks",schemaPath:"#/definitions/effortNumbers/properties/subNetworks/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.subNetworks,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data7 < 1 || isNaN(data7)){
const err14 = {instancePath:instancePath+"/effort/subNetworks",schemaPath:"#/definitions/effortNumbers/properties/subNetworks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.subNetworks,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
if(data5.maxSpan !== undefined){
let data8 = data5.maxSpan;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1 || isNaN(data8)){
const err15 = {instancePath:instancePath+"/effort/maxSpan",schemaPath:"#/definitions/effortNumbers/properties/maxSpan/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema34.properties.maxSpan,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data8 <= 0 || isNaN(data8)){
const err16 = {instancePath:instancePath+"/effort/maxSpan",schemaPath:"#/definitions/effortNumbers/properties/maxSpan/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema34.properties.maxSpan,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/effort/maxSpan",schemaPath:"#/definitions/effortNumbers/properties/maxSpan/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.maxSpan.type,parentSchema:schema34.properties.maxSpan,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data5.wholeCuts !== undefined){
let data9 = data5.wholeCuts;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1 || isNaN(data9)){
const err18 = {instancePath:instancePath+"/effort/wholeCuts",schemaPath:"#/definitions/effortNumbers/properties/wholeCuts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema34.properties.wholeCuts,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data9 < 0 || isNaN(data9)){
const err19 = {instancePath:instancePath+"/effort/wholeCuts",schemaPath:"#/definitions/effortNumbers/properties/wholeCuts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.wholeCuts,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/effort/wholeCuts",schemaPath:"#/definitions/effortNumbers/properties/wholeCuts/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.wholeCuts.type,parentSchema:schema34.properties.wholeCuts,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data5.import !== undefined){
let data10 = data5.import;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err21 = {instancePath:instancePath+"/effort/import",schemaPath:"#/definitions/effortNumbers/properties/import/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.import.type,parentSchema:schema34.properties.import,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1000000000 || isNaN(data10)){
const err22 = {instancePath:instancePath+"/effort/import",schemaPath:"#/definitions/effortNumbers/properties/import/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.import,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data10 < 0 || isNaN(data10)){
const err23 = {instancePath:instancePath+"/effort/import",schemaPath:"#/definitions/effortNumbers/properties/import/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.import,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data5.prune !== undefined){
let data11 = data5.prune;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err24 = {instancePath:instancePath+"/effort/prune",schemaPath:"#/definitions/effortNumbers/properties/prune/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.prune.type,parentSchema:schema34.properties.prune,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1000000000 || isNaN(data11)){
const err25 = {instancePath:instancePath+"/effort/prune",schemaPath:"#/definitions/effortNumbers/properties/prune/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.prune,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data11 < 0 || isNaN(data11)){
const err26 = {instancePath:instancePath+"/effort/prune",schemaPath:"#/definitions/effortNumbers/properties/prune/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.prune,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
if(data5.shorten !== undefined){
let data12 = data5.shorten;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err27 = {instancePath:instancePath+"/effort/shorten",schemaPath:"#/definitions/effortNumbers/properties/shorten/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.shorten.type,parentSchema:schema34.properties.shorten,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1000000000 || isNaN(data12)){
const err28 = {instancePath:instancePath+"/effort/shorten",schemaPath:"#/definitions/effortNumbers/properties/shorten/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.shorten,data:data12};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data12 < 0 || isNaN(data12)){
const err29 = {instancePath:instancePath+"/effort/shorten",schemaPath:"#/definitions/effortNumbers/properties/shorten/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.shorten,data:data12};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data5.decompose !== undefined){
let data13 = data5.decompose;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err30 = {instancePath:instancePath+"/effort/decompose",schemaPath:"#/definitions/effortNumbers/properties/decompose/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.decompose.type,parentSchema:schema34.properties.decompose,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 > 1000000000 || isNaN(data13)){
const err31 = {instancePath:instancePath+"/effort/decompose",schemaPath:"#/definitions/effortNumbers/properties/decompose/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.decompose,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data13 < 0 || isNaN(data13)){
const err32 = {instancePath:instancePath+"/effort/decompose",schemaPath:"#/definitions/effortNumbers/properties/decompose/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.decompose,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data5.samples !== undefined){
let data14 = data5.samples;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err33 = {instancePath:instancePath+"/effort/samples",schemaPath:"#/definitions/effortNumbers/properties/samples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.samples.type,parentSchema:schema34.properties.samples,data:data14};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 > 1000000000 || isNaN(data14)){
const err34 = {instancePath:instancePath+"/effort/samples",schemaPath:"#/definitions/effortNumbers/properties/samples/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.samples,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data14 < 1 || isNaN(data14)){
const err35 = {instancePath:instancePath+"/effort/samples",schemaPath:"#/definitions/effortNumbers/properties/samples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.samples,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data5.solveSamples !== undefined){
let data15 = data5.solveSamples;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err36 = {instancePath:instancePath+"/effort/solveSamples",schemaPath:"#/definitions/effortNumbers/properties/solveSamples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.solveSamples.type,parentSchema:schema34.properties.solveSamples,data:data15};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 1000000000 || isNaN(data15)){
const err37 = {instancePath:instancePath+"/effort/solveSamples",schemaPath:"#/definitions/effortNumbers/properties/solveSamples/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.solveSamples,data:data15};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data15 < 1 || isNaN(data15)){
const err38 = {instancePath:instancePath+"/effort/solveSamples",schemaPath:"#/definitions/effortNumbers/properties/solveSamples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.solveSamples,data:data15};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
if(data5.steps !== undefined){
let data16 = data5.steps;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err39 = {instancePath:instancePath+"/effort/steps",schemaPath:"#/definitions/effortNumbers/properties/steps/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.steps.type,parentSchema:schema34.properties.steps,data:data16};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1000000000 || isNaN(data16)){
const err40 = {instancePath:instancePath+"/effort/steps",schemaPath:"#/definitions/effortNumbers/properties/steps/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.steps,data:data16};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data16 < 0 || isNaN(data16)){
const err41 = {instancePath:instancePath+"/effort/steps",schemaPath:"#/definitions/effortNumbers/properties/steps/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.steps,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data5.trainGigaMacs !== undefined){
let data17 = data5.trainGigaMacs;
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 0 || isNaN(data17)){
const err42 = {instancePath:instancePath+"/effort/trainGigaMacs",schemaPath:"#/definitions/effortNumbers/properties/trainGigaMacs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.trainGigaMacs,data:data17};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
else {
const err43 = {instancePath:instancePath+"/effort/trainGigaMacs",schemaPath:"#/definitions/effortNumbers/properties/trainGigaMacs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.trainGigaMacs.type,parentSchema:schema34.properties.trainGigaMacs,data:data17};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data5.batch !== undefined){
let data18 = data5.batch;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err44 = {instancePath:instancePath+"/effort/batch",schemaPath:"#/definitions/effortNumbers/properties/batch/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.batch.type,parentSchema:schema34.properties.batch,data:data18};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 65536 || isNaN(data18)){
const err45 = {instancePath:instancePath+"/effort/batch",schemaPath:"#/definitions/effortNumbers/properties/batch/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65536},message:"must be <= 65536",schema:65536,parentSchema:schema34.properties.batch,data:data18};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data18 < 1 || isNaN(data18)){
const err46 = {instancePath:instancePath+"/effort/batch",schemaPath:"#/definitions/effortNumbers/properties/batch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.batch,data:data18};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
if(data5.qualitySamples !== undefined){
let data19 = data5.qualitySamples;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err47 = {instancePath:instancePath+"/effort/qualitySamples",schemaPath:"#/definitions/effortNumbers/properties/qualitySamples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.qualitySamples.type,parentSchema:schema34.properties.qualitySamples,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 1000000000 || isNaN(data19)){
const err48 = {instancePath:instancePath+"/effort/qualitySamples",schemaPath:"#/definitions/effortNumbers/properties/qualitySamples/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.qualitySamples,data:data19};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data19 < 1 || isNaN(data19)){
const err49 = {instancePath:instancePath+"/effort/qualitySamples",schemaPath:"#/definitions/effortNumbers/properties/qualitySamples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.qualitySamples,data:data19};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
if(data5.retrainGigaMacs !== undefined){
let data20 = data5.retrainGigaMacs;
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
const err50 = {instancePath:instancePath+"/effort/retrainGigaMacs",schemaPath:"#/definitions/effortNumbers/properties/retrainGigaMacs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.retrainGigaMacs,data:data20};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/effort/retrainGigaMacs",schemaPath:"#/definitions/effortNumbers/properties/retrainGigaMacs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.retrainGigaMacs.type,parentSchema:schema34.properties.retrainGigaMacs,data:data20};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data5.retrainEpochs !== undefined){
let data21 = data5.retrainEpochs;
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
const err52 = {instancePath:instancePath+"/effort/retrainEpochs",schemaPath:"#/definitions/effortNumbers/properties/retrainEpochs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.retrainEpochs,data:data21};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/effort/retrainEpochs",schemaPath:"#/definitions/effortNumbers/properties/retrainEpochs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.retrainEpochs.type,parentSchema:schema34.properties.retrainEpochs,data:data21};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data5.annealingIterations !== undefined){
let data22 = data5.annealingIterations;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err54 = {instancePath:instancePath+"/effort/annealingIterations",schemaPath:"#/definitions/effortNumbers/properties/annealingIterations/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.annealingIterations.type,parentSchema:schema34.properties.annealingIterations,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1000000000 || isNaN(data22)){
const err55 = {instancePath:instancePath+"/effort/annealingIterations",schemaPath:"#/definitions/effortNumbers/properties/annealingIterations/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.annealingIterations,data:data22};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data22 < 1 || isNaN(data22)){
const err56 = {instancePath:instancePath+"/effort/annealingIterations",schemaPath:"#/definitions/effortNumbers/properties/annealingIterations/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.annealingIterations,data:data22};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
if(data5.imported !== undefined){
let data23 = data5.imported;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err57 = {instancePath:instancePath+"/effort/imported",schemaPath:"#/definitions/effortNumbers/properties/imported/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.imported.type,parentSchema:schema34.properties.imported,data:data23};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1000000000 || isNaN(data23)){
const err58 = {instancePath:instancePath+"/effort/imported",schemaPath:"#/definitions/effortNumbers/properties/imported/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.imported,data:data23};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data23 < 0 || isNaN(data23)){
const err59 = {instancePath:instancePath+"/effort/imported",schemaPath:"#/definitions/effortNumbers/properties/imported/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.imported,data:data23};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
if(data5.approximated !== undefined){
let data24 = data5.approximated;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err60 = {instancePath:instancePath+"/effort/approximated",schemaPath:"#/definitions/effortNumbers/properties/approximated/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.approximated.type,parentSchema:schema34.properties.approximated,data:data24};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 > 1000000000 || isNaN(data24)){
const err61 = {instancePath:instancePath+"/effort/approximated",schemaPath:"#/definitions/effortNumbers/properties/approximated/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.approximated,data:data24};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data24 < 0 || isNaN(data24)){
const err62 = {instancePath:instancePath+"/effort/approximated",schemaPath:"#/definitions/effortNumbers/properties/approximated/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.approximated,data:data24};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
if(data5.shortened !== undefined){
let data25 = data5.shortened;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err63 = {instancePath:instancePath+"/effort/shortened",schemaPath:"#/definitions/effortNumbers/properties/shortened/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.shortened.type,parentSchema:schema34.properties.shortened,data:data25};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 1000000000 || isNaN(data25)){
const err64 = {instancePath:instancePath+"/effort/shortened",schemaPath:"#/definitions/effortNumbers/properties/shortened/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.shortened,data:data25};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data25 < 0 || isNaN(data25)){
const err65 = {instancePath:instancePath+"/effort/shortened",schemaPath:"#/definitions/effortNumbers/properties/shortened/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.shortened,data:data25};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
if(data5.decomposed !== undefined){
let data26 = data5.decomposed;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err66 = {instancePath:instancePath+"/effort/decomposed",schemaPath:"#/definitions/effortNumbers/properties/decomposed/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.decomposed.type,parentSchema:schema34.properties.decomposed,data:data26};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 > 1000000000 || isNaN(data26)){
const err67 = {instancePath:instancePath+"/effort/decomposed",schemaPath:"#/definitions/effortNumbers/properties/decomposed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000},message:"must be <= 1000000000",schema:1000000000,parentSchema:schema34.properties.decomposed,data:data26};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data26 < 0 || isNaN(data26)){
const err68 = {instancePath:instancePath+"/effort/decomposed",schemaPath:"#/definitions/effortNumbers/properties/decomposed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.decomposed,data:data26};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
}
else {
const err69 = {instancePath:instancePath+"/effort",schemaPath:"#/definitions/effortNumbers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data5};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
var _valid0 = _errs14 === errors;
valid5 = _valid0;
ifClause0 = "then";
}
else {
const _errs60 = errors;
if(!(((data5 === "quick") || (data5 === "balanced")) || (data5 === "thorough"))){
const err70 = {instancePath:instancePath+"/effort",schemaPath:"#/properties/effort/else/enum",keyword:"enum",params:{allowedValues: schema11.properties.effort.else.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.effort.else.enum,parentSchema:schema11.properties.effort.else,data:data5};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
var _valid0 = _errs60 === errors;
valid5 = _valid0;
ifClause0 = "else";
}
if(!valid5){
const err71 = {instancePath:instancePath+"/effort",schemaPath:"#/properties/effort/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema",schema:schema11.properties.effort.if,parentSchema:schema11.properties.effort,data:data5};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data.alternatives !== undefined){
let data27 = data.alternatives;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key2 in data27){
if(!(func2.call(schema35.properties, key2))){
const err72 = {instancePath:instancePath+"/alternatives",schemaPath:"#/definitions/alternatives/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data:data27};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data27.member !== undefined){
let data28 = data27.member;
if(typeof data28 !== "boolean"){
const err73 = {instancePath:instancePath+"/alternatives/member",schemaPath:"#/definitions/alternatives/properties/member/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.member.type,parentSchema:schema35.properties.member,data:data28};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data27.import !== undefined){
let data29 = data27.import;
if(typeof data29 !== "boolean"){
const err74 = {instancePath:instancePath+"/alternatives/import",schemaPath:"#/definitions/alternatives/properties/import/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.import.type,parentSchema:schema35.properties.import,data:data29};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data27.prune !== undefined){
let data30 = data27.prune;
if(typeof data30 !== "boolean"){
const err75 = {instancePath:instancePath+"/alternatives/prune",schemaPath:"#/definitions/alternatives/properties/prune/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.prune.type,parentSchema:schema35.properties.prune,data:data30};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data27.shorten !== undefined){
let data31 = data27.shorten;
if(typeof data31 !== "boolean"){
const err76 = {instancePath:instancePath+"/alternatives/shorten",schemaPath:"#/definitions/alternatives/properties/shorten/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.shorten.type,parentSchema:schema35.properties.shorten,data:data31};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data27.decompose !== undefined){
let data32 = data27.decompose;
if(typeof data32 !== "boolean"){
const err77 = {instancePath:instancePath+"/alternatives/decompose",schemaPath:"#/definitions/alternatives/properties/decompose/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.decompose.type,parentSchema:schema35.properties.decompose,data:data32};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data27.lowRank !== undefined){
let data33 = data27.lowRank;
if(typeof data33 !== "boolean"){
const err78 = {instancePath:instancePath+"/alternatives/lowRank",schemaPath:"#/definitions/alternatives/properties/lowRank/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.lowRank.type,parentSchema:schema35.properties.lowRank,data:data33};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data27.separable !== undefined){
let data34 = data27.separable;
if(typeof data34 !== "boolean"){
const err79 = {instancePath:instancePath+"/alternatives/separable",schemaPath:"#/definitions/alternatives/properties/separable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.separable.type,parentSchema:schema35.properties.separable,data:data34};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data27.shrink !== undefined){
let data35 = data27.shrink;
if(typeof data35 !== "boolean"){
const err80 = {instancePath:instancePath+"/alternatives/shrink",schemaPath:"#/definitions/alternatives/properties/shrink/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.shrink.type,parentSchema:schema35.properties.shrink,data:data35};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data27.activation !== undefined){
let data36 = data27.activation;
if(typeof data36 !== "boolean"){
const err81 = {instancePath:instancePath+"/alternatives/activation",schemaPath:"#/definitions/alternatives/properties/activation/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.activation.type,parentSchema:schema35.properties.activation,data:data36};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
else {
const err82 = {instancePath:instancePath+"/alternatives",schemaPath:"#/definitions/alternatives/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data:data27};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data.search !== undefined){
let data37 = data.search;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key3 in data37){
if(!(key3 === "strategy")){
const err83 = {instancePath:instancePath+"/search",schemaPath:"#/definitions/search/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data:data37};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data37.strategy !== undefined){
let data38 = data37.strategy;
if(!(((data38 === "exact") || (data38 === "anneal")) || (data38 === "paper"))){
const err84 = {instancePath:instancePath+"/search/strategy",schemaPath:"#/definitions/search/properties/strategy/enum",keyword:"enum",params:{allowedValues: schema36.properties.strategy.enum},message:"must be equal to one of the allowed values",schema:schema36.properties.strategy.enum,parentSchema:schema36.properties.strategy,data:data38};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
else {
const err85 = {instancePath:instancePath+"/search",schemaPath:"#/definitions/search/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data:data37};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data.engine !== undefined){
let data39 = data.engine;
if(!(((((data39 === "auto") || (data39 === "cpu")) || (data39 === "webgpu")) || (data39 === "cuda")) || (data39 === "tensorflow"))){
const err86 = {instancePath:instancePath+"/engine",schemaPath:"#/properties/engine/enum",keyword:"enum",params:{allowedValues: schema11.properties.engine.enum},message:"must be equal to one of the allowed values",schema:schema11.properties.engine.enum,parentSchema:schema11.properties.engine,data:data39};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data.seed !== undefined){
let data40 = data.seed;
if(!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))){
const err87 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.seed.type,parentSchema:schema11.properties.seed,data:data40};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 4294967295 || isNaN(data40)){
const err88 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4294967295},message:"must be <= 4294967295",schema:4294967295,parentSchema:schema11.properties.seed,data:data40};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data40 < 0 || isNaN(data40)){
const err89 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema11.properties.seed,data:data40};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
if(data.cache !== undefined){
if(!(validate35(data.cache, {instancePath:instancePath+"/cache",parentData:data,parentDataProperty:"cache",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
if(data.farm !== undefined){
let data42 = data.farm;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.queue === undefined){
const err90 = {instancePath:instancePath+"/farm",schemaPath:"#/definitions/farm/required",keyword:"required",params:{missingProperty: "queue"},message:"must have required property '"+"queue"+"'",schema:schema40.required,parentSchema:schema40,data:data42};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
for(const key4 in data42){
if(!(key4 === "queue")){
const err91 = {instancePath:instancePath+"/farm",schemaPath:"#/definitions/farm/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data:data42};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data42.queue !== undefined){
let data43 = data42.queue;
if(typeof data43 !== "string"){
const err92 = {instancePath:instancePath+"/farm/queue",schemaPath:"#/definitions/farm/properties/queue/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.queue.type,parentSchema:schema40.properties.queue,data:data43};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/farm",schemaPath:"#/definitions/farm/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data:data42};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data.browser !== undefined){
if(!(validate37(data.browser, {instancePath:instancePath+"/browser",parentData:data,parentDataProperty:"browser",rootData}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
}
if(data.workers !== undefined){
let data45 = data.workers;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err94 = {instancePath:instancePath+"/workers",schemaPath:"#/properties/workers/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema11.properties.workers.type,parentSchema:schema11.properties.workers,data:data45};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 1024 || isNaN(data45)){
const err95 = {instancePath:instancePath+"/workers",schemaPath:"#/properties/workers/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1024},message:"must be <= 1024",schema:1024,parentSchema:schema11.properties.workers,data:data45};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(data45 < 1 || isNaN(data45)){
const err96 = {instancePath:instancePath+"/workers",schemaPath:"#/properties/workers/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema11.properties.workers,data:data45};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
if(data.memory !== undefined){
let data46 = data.memory;
if(typeof data46 !== "string"){
const err97 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.memory.type,parentSchema:schema11.properties.memory,data:data46};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
