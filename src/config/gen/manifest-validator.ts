// Made by `npm run generate` from schema/. Do not edit.
// @ts-nocheck
export const validate = validate10;
export default validate10;
const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"bespoke-manifest","title":"BespokeManifest","description":"bespoke-manifest.json: what was emitted and what was measured of it. Everything is sorted; apart from seconds and latencyMs nothing depends on the machine or the clock. All keys are always there, so none has a default.","type":"object","additionalProperties":false,"required":["version","models"],"properties":{"version":{"description":"Version of this format: 1. No default.","const":1},"models":{"description":"One entry a model, sorted by name. No default.","type":"array","items":{"$ref":"#/definitions/model"}},"standIns":{"description":"In development only: teachers in the place of students that are not there yet, sorted by model and name. Their models have no entry in models. No default.","type":"array","minItems":1,"items":{"$ref":"#/definitions/standIn"}}},"definitions":{"name":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},"count":{"type":"integer","minimum":0},"quality":{"title":"ManifestQuality","description":"Quality on the validation data. No default.","type":"object","additionalProperties":false,"required":["metric","value","samples"],"properties":{"metric":{"description":"'top1' (accuracy), 'agreement' (with the teacher), 'detections' (F1 of the boxes against the teacher's), 'mse' or 'module'. No default.","enum":["top1","agreement","detections","mse","module"]},"value":{"description":"In the metric's own unit: 0 to 1 for 'top1', 'agreement' and 'detections', mean squared difference from the teacher's output for 'mse' (lower is better). No default.","type":"number"},"samples":{"description":"Samples that it was measured on. A count. No default.","type":"integer","minimum":1}}},"model":{"title":"ManifestModel","description":"One model of the configuration.","type":"object","additionalProperties":false,"required":["name","teacher","targets","seconds"],"properties":{"name":{"description":"Name in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"teacher":{"$ref":"#/definitions/teacher"},"sources":{"description":"The files that the models were made from, teacher and pool, sorted by file. No default.","type":"array","items":{"$ref":"#/definitions/source"}},"targets":{"description":"One entry a target, sorted by name. No default.","type":"array","items":{"$ref":"#/definitions/target"}},"seconds":{"$ref":"#/definitions/seconds"}}},"source":{"title":"ManifestSource","description":"A pretrained file, its licence, and where its weights went.","type":"object","additionalProperties":false,"required":["file","sha256","licence","taught","usedBy"],"properties":{"file":{"description":"Base name of the file. No default.","type":"string","pattern":"^[^/\\\\]+$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"licence":{"description":"As the configuration says it, or else the file's metadata_props; null where neither does. No default.","type":["string","null"]},"taught":{"description":"Whether the models learnt from its answers: the teacher, and pool members that make it better. No default.","type":"boolean"},"usedBy":{"description":"Targets whose models hold weights that began as weights of this file, sorted. No default.","type":"array","items":{"$ref":"#/definitions/name"},"tsType":"string[]"}}},"teacher":{"title":"ManifestTeacher","description":"The model that the others were cut from. No default.","type":"object","additionalProperties":false,"required":["sha256","sizeBytes","macs","parameters","quality"],"properties":{"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file, external data included. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"macs":{"description":"Multiply-accumulates of one sample. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"parameters":{"description":"Number of parameters. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"quality":{"$ref":"#/definitions/quality"}}},"target":{"title":"ManifestTarget","description":"One emitted file and what was measured of it on its target.","type":"object","additionalProperties":false,"required":["name","runtime","threads","precision","file","sha256","sizeBytes","macs","parameters","latencyMs","quality","budgets","replacements"],"properties":{"name":{"description":"Name in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads of one inference. A count. No default.","type":"integer","minimum":1},"precision":{"description":"What the weights are stored in; int8: what can be computed in it is, the rest is stored as float16. No default.","enum":["float32","float16","int8"]},"file":{"description":"Path of the ONNX file, relative to the manifest, with '/'. No default.","type":"string","pattern":"^[^/\\\\].*\\.onnx$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"macs":{"description":"Multiply-accumulates of one sample. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"parameters":{"description":"Number of parameters. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"latencyMs":{"title":"ManifestLatency","description":"Median of single-sample runs on the target, teacher and student in turn; from a device profile where the target has one. Milliseconds. No default.","type":"object","additionalProperties":false,"required":["teacher","student"],"properties":{"teacher":{"description":"Of the teacher. Milliseconds. No default.","type":"number","minimum":0},"student":{"description":"Of this file. Milliseconds. No default.","type":"number","minimum":0},"predicted":{"title":"ManifestPrediction","description":"There where one of the two was not measured but predicted from other entries of the device profile. No default.","type":"object","additionalProperties":false,"required":["error","heldOut"],"properties":{"error":{"description":"Median relative error of such predictions on entries that were held out. A share: 0.08 is 8 %. No default.","type":"number","minimum":0},"heldOut":{"description":"Entries that were held out, each once. A count. No default.","type":"integer","minimum":1}}}}},"quality":{"$ref":"#/definitions/quality"},"qualityBySteps":{"description":"Quality on the same samples, in the same unit, after each step of making the student: as assembled, with its replacements trained once more on its own activations, as retrained and emitted. No default.","type":"object","additionalProperties":false,"required":["assembled","polished","retrained"],"properties":{"assembled":{"description":"No default.","type":"number"},"polished":{"description":"No default.","type":"number"},"retrained":{"description":"No default.","type":"number"}}},"budgets":{"description":"One entry a budget, sorted by metric. No default.","type":"array","items":{"$ref":"#/definitions/budget"}},"replacements":{"description":"What was replaced in the teacher, sorted by from and to. No default.","type":"array","items":{"$ref":"#/definitions/replacement"}}}},"standIn":{"title":"ManifestStandIn","description":"A teacher that was emitted for a target as it is. Nothing was measured of it.","type":"object","additionalProperties":false,"required":["model","name","runtime","threads","file","sha256","sizeBytes"],"properties":{"model":{"description":"Name of the model in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"name":{"description":"Name of the target in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads of one inference. A count. No default.","type":"integer","minimum":1},"file":{"description":"Path of the ONNX file, relative to the manifest, with '/'. No default.","type":"string","pattern":"^[^/\\\\].*\\.onnx$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"}}},"budget":{"title":"ManifestBudget","description":"A budget, shares of the teacher's already worked out, and what was measured.","type":"object","additionalProperties":false,"required":["metric","limit","value","met"],"properties":{"metric":{"description":"What is limited. No default.","enum":["latency","size","parameters","macs","qualityDrop","defaultQualityDrop"]},"limit":{"description":"At most this: milliseconds, bytes, a count, or points of the quality metric. No default.","type":"number"},"value":{"description":"What was measured, in the same unit. No default.","type":"number"},"met":{"description":"Whether value is at most limit. No default.","type":"boolean"}}},"replacement":{"title":"ManifestReplacement","description":"A sub-network of the teacher and what stands in for it.","type":"object","additionalProperties":false,"required":["from","to","alternative","nmse","iacc"],"properties":{"from":{"description":"Tensor that the sub-network reads. No default.","type":"string"},"to":{"description":"Tensor that the sub-network makes. No default.","type":"string"},"alternative":{"description":"What stands in: its kind, where it comes from. No default.","type":"string"},"nmse":{"description":"Squared error of its output to the teacher's, over the variance of the teacher's. A ratio. No default.","type":"number","minimum":0},"iacc":{"description":"Quality of the teacher with this one alternative put in, in the metric's unit. No default.","type":"number"}}},"seconds":{"title":"ManifestSeconds","description":"Time that each step took. Seconds. No default.","type":"object","additionalProperties":false,"required":["house","train","measure","search","retrain"],"properties":{"house":{"description":"Enumerating and making alternatives. Seconds. No default.","type":"number","minimum":0},"train":{"description":"Training alternatives. Seconds. No default.","type":"number","minimum":0},"measure":{"description":"Measuring alternatives and students. Seconds. No default.","type":"number","minimum":0},"search":{"description":"Choosing replacements. Seconds. No default.","type":"number","minimum":0},"retrain":{"description":"Retraining students. Seconds. No default.","type":"number","minimum":0}}}}};
const schema12 = {"title":"ManifestModel","description":"One model of the configuration.","type":"object","additionalProperties":false,"required":["name","teacher","targets","seconds"],"properties":{"name":{"description":"Name in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"teacher":{"$ref":"#/definitions/teacher"},"sources":{"description":"The files that the models were made from, teacher and pool, sorted by file. No default.","type":"array","items":{"$ref":"#/definitions/source"}},"targets":{"description":"One entry a target, sorted by name. No default.","type":"array","items":{"$ref":"#/definitions/target"}},"seconds":{"$ref":"#/definitions/seconds"}}};
const schema13 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"};
const schema32 = {"title":"ManifestSeconds","description":"Time that each step took. Seconds. No default.","type":"object","additionalProperties":false,"required":["house","train","measure","search","retrain"],"properties":{"house":{"description":"Enumerating and making alternatives. Seconds. No default.","type":"number","minimum":0},"train":{"description":"Training alternatives. Seconds. No default.","type":"number","minimum":0},"measure":{"description":"Measuring alternatives and students. Seconds. No default.","type":"number","minimum":0},"search":{"description":"Choosing replacements. Seconds. No default.","type":"number","minimum":0},"retrain":{"description":"Retraining students. Seconds. No default.","type":"number","minimum":0}}};
const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$", "u");
const schema14 = {"title":"ManifestTeacher","description":"The model that the others were cut from. No default.","type":"object","additionalProperties":false,"required":["sha256","sizeBytes","macs","parameters","quality"],"properties":{"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file, external data included. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"macs":{"description":"Multiply-accumulates of one sample. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"parameters":{"description":"Number of parameters. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"quality":{"$ref":"#/definitions/quality"}}};
const schema15 = {"type":"string","pattern":"^[0-9a-f]{64}$"};
const schema16 = {"type":"integer","minimum":0};
const schema19 = {"title":"ManifestQuality","description":"Quality on the validation data. No default.","type":"object","additionalProperties":false,"required":["metric","value","samples"],"properties":{"metric":{"description":"'top1' (accuracy), 'agreement' (with the teacher), 'detections' (F1 of the boxes against the teacher's), 'mse' or 'module'. No default.","enum":["top1","agreement","detections","mse","module"]},"value":{"description":"In the metric's own unit: 0 to 1 for 'top1', 'agreement' and 'detections', mean squared difference from the teacher's output for 'mse' (lower is better). No default.","type":"number"},"samples":{"description":"Samples that it was measured on. A count. No default.","type":"integer","minimum":1}}};
const pattern1 = new RegExp("^[0-9a-f]{64}$", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sha256 === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sha256"},message:"must have required property '"+"sha256"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.sizeBytes === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sizeBytes"},message:"must have required property '"+"sizeBytes"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.macs === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "macs"},message:"must have required property '"+"macs"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.parameters === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.quality === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "quality"},message:"must have required property '"+"quality"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "sha256") || (key0 === "sizeBytes")) || (key0 === "macs")) || (key0 === "parameters")) || (key0 === "quality"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data0 = data.sha256;
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
const err6 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema15,data:data0};
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
const err7 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.sizeBytes !== undefined){
let data1 = data.sizeBytes;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err8 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err9 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data1};
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
if(data.macs !== undefined){
let data2 = data.macs;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err10 = {instancePath:instancePath+"/macs",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/macs",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data2};
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
if(data.parameters !== undefined){
let data3 = data.parameters;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err12 = {instancePath:instancePath+"/parameters",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
const err13 = {instancePath:instancePath+"/parameters",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data3};
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
if(data.quality !== undefined){
let data4 = data.quality;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.metric === undefined){
const err14 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "metric"},message:"must have required property '"+"metric"+"'",schema:schema19.required,parentSchema:schema19,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data4.value === undefined){
const err15 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'",schema:schema19.required,parentSchema:schema19,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.samples === undefined){
const err16 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "samples"},message:"must have required property '"+"samples"+"'",schema:schema19.required,parentSchema:schema19,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data4){
if(!(((key1 === "metric") || (key1 === "value")) || (key1 === "samples"))){
const err17 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data4.metric !== undefined){
let data5 = data4.metric;
if(!(((((data5 === "top1") || (data5 === "agreement")) || (data5 === "detections")) || (data5 === "mse")) || (data5 === "module"))){
const err18 = {instancePath:instancePath+"/quality/metric",schemaPath:"#/definitions/quality/properties/metric/enum",keyword:"enum",params:{allowedValues: schema19.properties.metric.enum},message:"must be equal to one of the allowed values",schema:schema19.properties.metric.enum,parentSchema:schema19.properties.metric,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data4.value !== undefined){
let data6 = data4.value;
if(!((typeof data6 == "number") && (isFinite(data6)))){
const err19 = {instancePath:instancePath+"/quality/value",schemaPath:"#/definitions/quality/properties/value/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema19.properties.value.type,parentSchema:schema19.properties.value,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data4.samples !== undefined){
let data7 = data4.samples;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err20 = {instancePath:instancePath+"/quality/samples",schemaPath:"#/definitions/quality/properties/samples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema19.properties.samples.type,parentSchema:schema19.properties.samples,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
const err21 = {instancePath:instancePath+"/quality/samples",schemaPath:"#/definitions/quality/properties/samples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema19.properties.samples,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
else {
const err22 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data:data4};
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
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema14.type,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

const schema20 = {"title":"ManifestSource","description":"A pretrained file, its licence, and where its weights went.","type":"object","additionalProperties":false,"required":["file","sha256","licence","taught","usedBy"],"properties":{"file":{"description":"Base name of the file. No default.","type":"string","pattern":"^[^/\\\\]+$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"licence":{"description":"As the configuration says it, or else the file's metadata_props; null where neither does. No default.","type":["string","null"]},"taught":{"description":"Whether the models learnt from its answers: the teacher, and pool members that make it better. No default.","type":"boolean"},"usedBy":{"description":"Targets whose models hold weights that began as weights of this file, sorted. No default.","type":"array","items":{"$ref":"#/definitions/name"},"tsType":"string[]"}}};
const pattern2 = new RegExp("^[^/\\\\]+$", "u");

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.file === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "file"},message:"must have required property '"+"file"+"'",schema:schema20.required,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.sha256 === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sha256"},message:"must have required property '"+"sha256"+"'",schema:schema20.required,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.licence === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "licence"},message:"must have required property '"+"licence"+"'",schema:schema20.required,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.taught === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "taught"},message:"must have required property '"+"taught"+"'",schema:schema20.required,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.usedBy === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "usedBy"},message:"must have required property '"+"usedBy"+"'",schema:schema20.required,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "file") || (key0 === "sha256")) || (key0 === "licence")) || (key0 === "taught")) || (key0 === "usedBy"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.file !== undefined){
let data0 = data.file;
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
const err6 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\]+$"},message:"must match pattern \""+"^[^/\\\\]+$"+"\"",schema:"^[^/\\\\]+$",parentSchema:schema20.properties.file,data:data0};
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
const err7 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.file.type,parentSchema:schema20.properties.file,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data1 = data.sha256;
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
const err8 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema15,data:data1};
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
const err9 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.licence !== undefined){
let data2 = data.licence;
if((typeof data2 !== "string") && (data2 !== null)){
const err10 = {instancePath:instancePath+"/licence",schemaPath:"#/properties/licence/type",keyword:"type",params:{type: schema20.properties.licence.type},message:"must be string,null",schema:schema20.properties.licence.type,parentSchema:schema20.properties.licence,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.taught !== undefined){
let data3 = data.taught;
if(typeof data3 !== "boolean"){
const err11 = {instancePath:instancePath+"/taught",schemaPath:"#/properties/taught/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema20.properties.taught.type,parentSchema:schema20.properties.taught,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.usedBy !== undefined){
let data4 = data.usedBy;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
const err12 = {instancePath:instancePath+"/usedBy/" + i0,schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/usedBy/" + i0,schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data5};
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
else {
const err14 = {instancePath:instancePath+"/usedBy",schemaPath:"#/properties/usedBy/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema20.properties.usedBy.type,parentSchema:schema20.properties.usedBy,data:data4};
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
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}

const schema23 = {"title":"ManifestTarget","description":"One emitted file and what was measured of it on its target.","type":"object","additionalProperties":false,"required":["name","runtime","threads","precision","file","sha256","sizeBytes","macs","parameters","latencyMs","quality","budgets","replacements"],"properties":{"name":{"description":"Name in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads of one inference. A count. No default.","type":"integer","minimum":1},"precision":{"description":"What the weights are stored in; int8: what can be computed in it is, the rest is stored as float16. No default.","enum":["float32","float16","int8"]},"file":{"description":"Path of the ONNX file, relative to the manifest, with '/'. No default.","type":"string","pattern":"^[^/\\\\].*\\.onnx$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"macs":{"description":"Multiply-accumulates of one sample. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"parameters":{"description":"Number of parameters. A count. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"},"latencyMs":{"title":"ManifestLatency","description":"Median of single-sample runs on the target, teacher and student in turn; from a device profile where the target has one. Milliseconds. No default.","type":"object","additionalProperties":false,"required":["teacher","student"],"properties":{"teacher":{"description":"Of the teacher. Milliseconds. No default.","type":"number","minimum":0},"student":{"description":"Of this file. Milliseconds. No default.","type":"number","minimum":0},"predicted":{"title":"ManifestPrediction","description":"There where one of the two was not measured but predicted from other entries of the device profile. No default.","type":"object","additionalProperties":false,"required":["error","heldOut"],"properties":{"error":{"description":"Median relative error of such predictions on entries that were held out. A share: 0.08 is 8 %. No default.","type":"number","minimum":0},"heldOut":{"description":"Entries that were held out, each once. A count. No default.","type":"integer","minimum":1}}}}},"quality":{"$ref":"#/definitions/quality"},"qualityBySteps":{"description":"Quality on the same samples, in the same unit, after each step of making the student: as assembled, with its replacements trained once more on its own activations, as retrained and emitted. No default.","type":"object","additionalProperties":false,"required":["assembled","polished","retrained"],"properties":{"assembled":{"description":"No default.","type":"number"},"polished":{"description":"No default.","type":"number"},"retrained":{"description":"No default.","type":"number"}}},"budgets":{"description":"One entry a budget, sorted by metric. No default.","type":"array","items":{"$ref":"#/definitions/budget"}},"replacements":{"description":"What was replaced in the teacher, sorted by from and to. No default.","type":"array","items":{"$ref":"#/definitions/replacement"}}}};
const schema30 = {"title":"ManifestBudget","description":"A budget, shares of the teacher's already worked out, and what was measured.","type":"object","additionalProperties":false,"required":["metric","limit","value","met"],"properties":{"metric":{"description":"What is limited. No default.","enum":["latency","size","parameters","macs","qualityDrop","defaultQualityDrop"]},"limit":{"description":"At most this: milliseconds, bytes, a count, or points of the quality metric. No default.","type":"number"},"value":{"description":"What was measured, in the same unit. No default.","type":"number"},"met":{"description":"Whether value is at most limit. No default.","type":"boolean"}}};
const schema31 = {"title":"ManifestReplacement","description":"A sub-network of the teacher and what stands in for it.","type":"object","additionalProperties":false,"required":["from","to","alternative","nmse","iacc"],"properties":{"from":{"description":"Tensor that the sub-network reads. No default.","type":"string"},"to":{"description":"Tensor that the sub-network makes. No default.","type":"string"},"alternative":{"description":"What stands in: its kind, where it comes from. No default.","type":"string"},"nmse":{"description":"Squared error of its output to the teacher's, over the variance of the teacher's. A ratio. No default.","type":"number","minimum":0},"iacc":{"description":"Quality of the teacher with this one alternative put in, in the metric's unit. No default.","type":"number"}}};
const func2 = Object.prototype.hasOwnProperty;
const pattern6 = new RegExp("^[^/\\\\].*\\.onnx$", "u");

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.runtime === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runtime"},message:"must have required property '"+"runtime"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.threads === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "threads"},message:"must have required property '"+"threads"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.precision === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "precision"},message:"must have required property '"+"precision"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.file === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "file"},message:"must have required property '"+"file"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.sha256 === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sha256"},message:"must have required property '"+"sha256"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.sizeBytes === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sizeBytes"},message:"must have required property '"+"sizeBytes"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.macs === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "macs"},message:"must have required property '"+"macs"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.parameters === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "parameters"},message:"must have required property '"+"parameters"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.latencyMs === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "latencyMs"},message:"must have required property '"+"latencyMs"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data.quality === undefined){
const err10 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "quality"},message:"must have required property '"+"quality"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data.budgets === undefined){
const err11 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "budgets"},message:"must have required property '"+"budgets"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data.replacements === undefined){
const err12 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "replacements"},message:"must have required property '"+"replacements"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema23.properties, key0))){
const err13 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err14 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.runtime !== undefined){
let data1 = data.runtime;
if(!(((data1 === "onnxruntime-node/cpu") || (data1 === "onnxruntime-web/wasm")) || (data1 === "onnxruntime-web/webgpu"))){
const err16 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/enum",keyword:"enum",params:{allowedValues: schema23.properties.runtime.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.runtime.enum,parentSchema:schema23.properties.runtime,data:data1};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.threads !== undefined){
let data2 = data.threads;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err17 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.threads.type,parentSchema:schema23.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
const err18 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema23.properties.threads,data:data2};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
if(data.precision !== undefined){
let data3 = data.precision;
if(!(((data3 === "float32") || (data3 === "float16")) || (data3 === "int8"))){
const err19 = {instancePath:instancePath+"/precision",schemaPath:"#/properties/precision/enum",keyword:"enum",params:{allowedValues: schema23.properties.precision.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.precision.enum,parentSchema:schema23.properties.precision,data:data3};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.file !== undefined){
let data4 = data.file;
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err20 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\].*\\.onnx$"},message:"must match pattern \""+"^[^/\\\\].*\\.onnx$"+"\"",schema:"^[^/\\\\].*\\.onnx$",parentSchema:schema23.properties.file,data:data4};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.file.type,parentSchema:schema23.properties.file,data:data4};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data5 = data.sha256;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err22 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema15,data:data5};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data5};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.sizeBytes !== undefined){
let data6 = data.sizeBytes;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err24 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data6};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err25 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data.macs !== undefined){
let data7 = data.macs;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err26 = {instancePath:instancePath+"/macs",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err27 = {instancePath:instancePath+"/macs",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data7};
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
if(data.parameters !== undefined){
let data8 = data.parameters;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err28 = {instancePath:instancePath+"/parameters",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err29 = {instancePath:instancePath+"/parameters",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data8};
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
if(data.latencyMs !== undefined){
let data9 = data.latencyMs;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.teacher === undefined){
const err30 = {instancePath:instancePath+"/latencyMs",schemaPath:"#/properties/latencyMs/required",keyword:"required",params:{missingProperty: "teacher"},message:"must have required property '"+"teacher"+"'",schema:schema23.properties.latencyMs.required,parentSchema:schema23.properties.latencyMs,data:data9};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data9.student === undefined){
const err31 = {instancePath:instancePath+"/latencyMs",schemaPath:"#/properties/latencyMs/required",keyword:"required",params:{missingProperty: "student"},message:"must have required property '"+"student"+"'",schema:schema23.properties.latencyMs.required,parentSchema:schema23.properties.latencyMs,data:data9};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
for(const key1 in data9){
if(!(((key1 === "teacher") || (key1 === "student")) || (key1 === "predicted"))){
const err32 = {instancePath:instancePath+"/latencyMs",schemaPath:"#/properties/latencyMs/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema23.properties.latencyMs,data:data9};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data9.teacher !== undefined){
let data10 = data9.teacher;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
const err33 = {instancePath:instancePath+"/latencyMs/teacher",schemaPath:"#/properties/latencyMs/properties/teacher/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.latencyMs.properties.teacher,data:data10};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/latencyMs/teacher",schemaPath:"#/properties/latencyMs/properties/teacher/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.latencyMs.properties.teacher.type,parentSchema:schema23.properties.latencyMs.properties.teacher,data:data10};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data9.student !== undefined){
let data11 = data9.student;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
const err35 = {instancePath:instancePath+"/latencyMs/student",schemaPath:"#/properties/latencyMs/properties/student/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.latencyMs.properties.student,data:data11};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
else {
const err36 = {instancePath:instancePath+"/latencyMs/student",schemaPath:"#/properties/latencyMs/properties/student/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.latencyMs.properties.student.type,parentSchema:schema23.properties.latencyMs.properties.student,data:data11};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data9.predicted !== undefined){
let data12 = data9.predicted;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.error === undefined){
const err37 = {instancePath:instancePath+"/latencyMs/predicted",schemaPath:"#/properties/latencyMs/properties/predicted/required",keyword:"required",params:{missingProperty: "error"},message:"must have required property '"+"error"+"'",schema:schema23.properties.latencyMs.properties.predicted.required,parentSchema:schema23.properties.latencyMs.properties.predicted,data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data12.heldOut === undefined){
const err38 = {instancePath:instancePath+"/latencyMs/predicted",schemaPath:"#/properties/latencyMs/properties/predicted/required",keyword:"required",params:{missingProperty: "heldOut"},message:"must have required property '"+"heldOut"+"'",schema:schema23.properties.latencyMs.properties.predicted.required,parentSchema:schema23.properties.latencyMs.properties.predicted,data:data12};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
for(const key2 in data12){
if(!((key2 === "error") || (key2 === "heldOut"))){
const err39 = {instancePath:instancePath+"/latencyMs/predicted",schemaPath:"#/properties/latencyMs/properties/predicted/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema23.properties.latencyMs.properties.predicted,data:data12};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data12.error !== undefined){
let data13 = data12.error;
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err40 = {instancePath:instancePath+"/latencyMs/predicted/error",schemaPath:"#/properties/latencyMs/properties/predicted/properties/error/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.latencyMs.properties.predicted.properties.error,data:data13};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
else {
const err41 = {instancePath:instancePath+"/latencyMs/predicted/error",schemaPath:"#/properties/latencyMs/properties/predicted/properties/error/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.latencyMs.properties.predicted.properties.error.type,parentSchema:schema23.properties.latencyMs.properties.predicted.properties.error,data:data13};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data12.heldOut !== undefined){
let data14 = data12.heldOut;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err42 = {instancePath:instancePath+"/latencyMs/predicted/heldOut",schemaPath:"#/properties/latencyMs/properties/predicted/properties/heldOut/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.latencyMs.properties.predicted.properties.heldOut.type,parentSchema:schema23.properties.latencyMs.properties.predicted.properties.heldOut,data:data14};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 1 || isNaN(data14)){
const err43 = {instancePath:instancePath+"/latencyMs/predicted/heldOut",schemaPath:"#/properties/latencyMs/properties/predicted/properties/heldOut/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema23.properties.latencyMs.properties.predicted.properties.heldOut,data:data14};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
}
else {
const err44 = {instancePath:instancePath+"/latencyMs/predicted",schemaPath:"#/properties/latencyMs/properties/predicted/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.properties.latencyMs.properties.predicted.type,parentSchema:schema23.properties.latencyMs.properties.predicted,data:data12};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/latencyMs",schemaPath:"#/properties/latencyMs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.properties.latencyMs.type,parentSchema:schema23.properties.latencyMs,data:data9};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.quality !== undefined){
let data15 = data.quality;
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.metric === undefined){
const err46 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "metric"},message:"must have required property '"+"metric"+"'",schema:schema19.required,parentSchema:schema19,data:data15};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data15.value === undefined){
const err47 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'",schema:schema19.required,parentSchema:schema19,data:data15};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data15.samples === undefined){
const err48 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/required",keyword:"required",params:{missingProperty: "samples"},message:"must have required property '"+"samples"+"'",schema:schema19.required,parentSchema:schema19,data:data15};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
for(const key3 in data15){
if(!(((key3 === "metric") || (key3 === "value")) || (key3 === "samples"))){
const err49 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data:data15};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data15.metric !== undefined){
let data16 = data15.metric;
if(!(((((data16 === "top1") || (data16 === "agreement")) || (data16 === "detections")) || (data16 === "mse")) || (data16 === "module"))){
const err50 = {instancePath:instancePath+"/quality/metric",schemaPath:"#/definitions/quality/properties/metric/enum",keyword:"enum",params:{allowedValues: schema19.properties.metric.enum},message:"must be equal to one of the allowed values",schema:schema19.properties.metric.enum,parentSchema:schema19.properties.metric,data:data16};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data15.value !== undefined){
let data17 = data15.value;
if(!((typeof data17 == "number") && (isFinite(data17)))){
const err51 = {instancePath:instancePath+"/quality/value",schemaPath:"#/definitions/quality/properties/value/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema19.properties.value.type,parentSchema:schema19.properties.value,data:data17};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data15.samples !== undefined){
let data18 = data15.samples;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err52 = {instancePath:instancePath+"/quality/samples",schemaPath:"#/definitions/quality/properties/samples/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema19.properties.samples.type,parentSchema:schema19.properties.samples,data:data18};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 1 || isNaN(data18)){
const err53 = {instancePath:instancePath+"/quality/samples",schemaPath:"#/definitions/quality/properties/samples/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema19.properties.samples,data:data18};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
}
else {
const err54 = {instancePath:instancePath+"/quality",schemaPath:"#/definitions/quality/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data:data15};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.qualityBySteps !== undefined){
let data19 = data.qualityBySteps;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.assembled === undefined){
const err55 = {instancePath:instancePath+"/qualityBySteps",schemaPath:"#/properties/qualityBySteps/required",keyword:"required",params:{missingProperty: "assembled"},message:"must have required property '"+"assembled"+"'",schema:schema23.properties.qualityBySteps.required,parentSchema:schema23.properties.qualityBySteps,data:data19};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data19.polished === undefined){
const err56 = {instancePath:instancePath+"/qualityBySteps",schemaPath:"#/properties/qualityBySteps/required",keyword:"required",params:{missingProperty: "polished"},message:"must have required property '"+"polished"+"'",schema:schema23.properties.qualityBySteps.required,parentSchema:schema23.properties.qualityBySteps,data:data19};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data19.retrained === undefined){
const err57 = {instancePath:instancePath+"/qualityBySteps",schemaPath:"#/properties/qualityBySteps/required",keyword:"required",params:{missingProperty: "retrained"},message:"must have required property '"+"retrained"+"'",schema:schema23.properties.qualityBySteps.required,parentSchema:schema23.properties.qualityBySteps,data:data19};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
for(const key4 in data19){
if(!(((key4 === "assembled") || (key4 === "polished")) || (key4 === "retrained"))){
const err58 = {instancePath:instancePath+"/qualityBySteps",schemaPath:"#/properties/qualityBySteps/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema23.properties.qualityBySteps,data:data19};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data19.assembled !== undefined){
let data20 = data19.assembled;
if(!((typeof data20 == "number") && (isFinite(data20)))){
const err59 = {instancePath:instancePath+"/qualityBySteps/assembled",schemaPath:"#/properties/qualityBySteps/properties/assembled/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.qualityBySteps.properties.assembled.type,parentSchema:schema23.properties.qualityBySteps.properties.assembled,data:data20};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data19.polished !== undefined){
let data21 = data19.polished;
if(!((typeof data21 == "number") && (isFinite(data21)))){
const err60 = {instancePath:instancePath+"/qualityBySteps/polished",schemaPath:"#/properties/qualityBySteps/properties/polished/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.qualityBySteps.properties.polished.type,parentSchema:schema23.properties.qualityBySteps.properties.polished,data:data21};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data19.retrained !== undefined){
let data22 = data19.retrained;
if(!((typeof data22 == "number") && (isFinite(data22)))){
const err61 = {instancePath:instancePath+"/qualityBySteps/retrained",schemaPath:"#/properties/qualityBySteps/properties/retrained/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema23.properties.qualityBySteps.properties.retrained.type,parentSchema:schema23.properties.qualityBySteps.properties.retrained,data:data22};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
else {
const err62 = {instancePath:instancePath+"/qualityBySteps",schemaPath:"#/properties/qualityBySteps/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.properties.qualityBySteps.type,parentSchema:schema23.properties.qualityBySteps,data:data19};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data.budgets !== undefined){
let data23 = data.budgets;
if(Array.isArray(data23)){
const len0 = data23.length;
for(let i0=0; i0<len0; i0++){
let data24 = data23[i0];
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
if(data24.metric === undefined){
const err63 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/required",keyword:"required",params:{missingProperty: "metric"},message:"must have required property '"+"metric"+"'",schema:schema30.required,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data24.limit === undefined){
const err64 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema30.required,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data24.value === undefined){
const err65 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'",schema:schema30.required,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data24.met === undefined){
const err66 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/required",keyword:"required",params:{missingProperty: "met"},message:"must have required property '"+"met"+"'",schema:schema30.required,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
for(const key5 in data24){
if(!((((key5 === "metric") || (key5 === "limit")) || (key5 === "value")) || (key5 === "met"))){
const err67 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data24.metric !== undefined){
let data25 = data24.metric;
if(!((((((data25 === "latency") || (data25 === "size")) || (data25 === "parameters")) || (data25 === "macs")) || (data25 === "qualityDrop")) || (data25 === "defaultQualityDrop"))){
const err68 = {instancePath:instancePath+"/budgets/" + i0+"/metric",schemaPath:"#/definitions/budget/properties/metric/enum",keyword:"enum",params:{allowedValues: schema30.properties.metric.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.metric.enum,parentSchema:schema30.properties.metric,data:data25};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data24.limit !== undefined){
let data26 = data24.limit;
if(!((typeof data26 == "number") && (isFinite(data26)))){
const err69 = {instancePath:instancePath+"/budgets/" + i0+"/limit",schemaPath:"#/definitions/budget/properties/limit/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema30.properties.limit.type,parentSchema:schema30.properties.limit,data:data26};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data24.value !== undefined){
let data27 = data24.value;
if(!((typeof data27 == "number") && (isFinite(data27)))){
const err70 = {instancePath:instancePath+"/budgets/" + i0+"/value",schemaPath:"#/definitions/budget/properties/value/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema30.properties.value.type,parentSchema:schema30.properties.value,data:data27};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data24.met !== undefined){
let data28 = data24.met;
if(typeof data28 !== "boolean"){
const err71 = {instancePath:instancePath+"/budgets/" + i0+"/met",schemaPath:"#/definitions/budget/properties/met/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema30.properties.met.type,parentSchema:schema30.properties.met,data:data28};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/budgets/" + i0,schemaPath:"#/definitions/budget/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data:data24};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
else {
const err73 = {instancePath:instancePath+"/budgets",schemaPath:"#/properties/budgets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema23.properties.budgets.type,parentSchema:schema23.properties.budgets,data:data23};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data.replacements !== undefined){
let data29 = data.replacements;
if(Array.isArray(data29)){
const len1 = data29.length;
for(let i1=0; i1<len1; i1++){
let data30 = data29[i1];
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.from === undefined){
const err74 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.required,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data30.to === undefined){
const err75 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'",schema:schema31.required,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(data30.alternative === undefined){
const err76 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/required",keyword:"required",params:{missingProperty: "alternative"},message:"must have required property '"+"alternative"+"'",schema:schema31.required,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data30.nmse === undefined){
const err77 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/required",keyword:"required",params:{missingProperty: "nmse"},message:"must have required property '"+"nmse"+"'",schema:schema31.required,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data30.iacc === undefined){
const err78 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/required",keyword:"required",params:{missingProperty: "iacc"},message:"must have required property '"+"iacc"+"'",schema:schema31.required,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
for(const key6 in data30){
if(!(((((key6 === "from") || (key6 === "to")) || (key6 === "alternative")) || (key6 === "nmse")) || (key6 === "iacc"))){
const err79 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data30.from !== undefined){
let data31 = data30.from;
if(typeof data31 !== "string"){
const err80 = {instancePath:instancePath+"/replacements/" + i1+"/from",schemaPath:"#/definitions/replacement/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.from.type,parentSchema:schema31.properties.from,data:data31};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data30.to !== undefined){
let data32 = data30.to;
if(typeof data32 !== "string"){
const err81 = {instancePath:instancePath+"/replacements/" + i1+"/to",schemaPath:"#/definitions/replacement/properties/to/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.to.type,parentSchema:schema31.properties.to,data:data32};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data30.alternative !== undefined){
let data33 = data30.alternative;
if(typeof data33 !== "string"){
const err82 = {instancePath:instancePath+"/replacements/" + i1+"/alternative",schemaPath:"#/definitions/replacement/properties/alternative/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.alternative.type,parentSchema:schema31.properties.alternative,data:data33};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data30.nmse !== undefined){
let data34 = data30.nmse;
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 < 0 || isNaN(data34)){
const err83 = {instancePath:instancePath+"/replacements/" + i1+"/nmse",schemaPath:"#/definitions/replacement/properties/nmse/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema31.properties.nmse,data:data34};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
else {
const err84 = {instancePath:instancePath+"/replacements/" + i1+"/nmse",schemaPath:"#/definitions/replacement/properties/nmse/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.nmse.type,parentSchema:schema31.properties.nmse,data:data34};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data30.iacc !== undefined){
let data35 = data30.iacc;
if(!((typeof data35 == "number") && (isFinite(data35)))){
const err85 = {instancePath:instancePath+"/replacements/" + i1+"/iacc",schemaPath:"#/definitions/replacement/properties/iacc/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema31.properties.iacc.type,parentSchema:schema31.properties.iacc,data:data35};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
}
else {
const err86 = {instancePath:instancePath+"/replacements/" + i1,schemaPath:"#/definitions/replacement/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data:data30};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
else {
const err87 = {instancePath:instancePath+"/replacements",schemaPath:"#/properties/replacements/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema23.properties.replacements.type,parentSchema:schema23.properties.replacements,data:data29};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
else {
const err88 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
validate16.errors = vErrors;
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
if(data.targets === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "targets"},message:"must have required property '"+"targets"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.seconds === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "seconds"},message:"must have required property '"+"seconds"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "teacher")) || (key0 === "sources")) || (key0 === "targets")) || (key0 === "seconds"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data0};
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
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
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
if(data.sources !== undefined){
let data2 = data.sources;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate14(data2[i0], {instancePath:instancePath+"/sources/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/sources",schemaPath:"#/properties/sources/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.sources.type,parentSchema:schema12.properties.sources,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.targets !== undefined){
let data4 = data.targets;
if(Array.isArray(data4)){
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
if(!(validate16(data4[i1], {instancePath:instancePath+"/targets/" + i1,parentData:data4,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath:instancePath+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.targets.type,parentSchema:schema12.properties.targets,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.seconds !== undefined){
let data6 = data.seconds;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.house === undefined){
const err9 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/required",keyword:"required",params:{missingProperty: "house"},message:"must have required property '"+"house"+"'",schema:schema32.required,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data6.train === undefined){
const err10 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/required",keyword:"required",params:{missingProperty: "train"},message:"must have required property '"+"train"+"'",schema:schema32.required,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data6.measure === undefined){
const err11 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/required",keyword:"required",params:{missingProperty: "measure"},message:"must have required property '"+"measure"+"'",schema:schema32.required,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data6.search === undefined){
const err12 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/required",keyword:"required",params:{missingProperty: "search"},message:"must have required property '"+"search"+"'",schema:schema32.required,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data6.retrain === undefined){
const err13 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/required",keyword:"required",params:{missingProperty: "retrain"},message:"must have required property '"+"retrain"+"'",schema:schema32.required,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
for(const key1 in data6){
if(!(((((key1 === "house") || (key1 === "train")) || (key1 === "measure")) || (key1 === "search")) || (key1 === "retrain"))){
const err14 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data6.house !== undefined){
let data7 = data6.house;
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err15 = {instancePath:instancePath+"/seconds/house",schemaPath:"#/definitions/seconds/properties/house/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.house,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/seconds/house",schemaPath:"#/definitions/seconds/properties/house/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.house.type,parentSchema:schema32.properties.house,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data6.train !== undefined){
let data8 = data6.train;
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err17 = {instancePath:instancePath+"/seconds/train",schemaPath:"#/definitions/seconds/properties/train/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.train,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/seconds/train",schemaPath:"#/definitions/seconds/properties/train/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.train.type,parentSchema:schema32.properties.train,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data6.measure !== undefined){
let data9 = data6.measure;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err19 = {instancePath:instancePath+"/seconds/measure",schemaPath:"#/definitions/seconds/properties/measure/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.measure,data:data9};
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
const err20 = {instancePath:instancePath+"/seconds/measure",schemaPath:"#/definitions/seconds/properties/measure/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.measure.type,parentSchema:schema32.properties.measure,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data6.search !== undefined){
let data10 = data6.search;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
const err21 = {instancePath:instancePath+"/seconds/search",schemaPath:"#/definitions/seconds/properties/search/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.search,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/seconds/search",schemaPath:"#/definitions/seconds/properties/search/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.search.type,parentSchema:schema32.properties.search,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data6.retrain !== undefined){
let data11 = data6.retrain;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
const err23 = {instancePath:instancePath+"/seconds/retrain",schemaPath:"#/definitions/seconds/properties/retrain/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema32.properties.retrain,data:data11};
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
const err24 = {instancePath:instancePath+"/seconds/retrain",schemaPath:"#/definitions/seconds/properties/retrain/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema32.properties.retrain.type,parentSchema:schema32.properties.retrain,data:data11};
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
const err25 = {instancePath:instancePath+"/seconds",schemaPath:"#/definitions/seconds/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data:data6};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const schema33 = {"title":"ManifestStandIn","description":"A teacher that was emitted for a target as it is. Nothing was measured of it.","type":"object","additionalProperties":false,"required":["model","name","runtime","threads","file","sha256","sizeBytes"],"properties":{"model":{"description":"Name of the model in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"name":{"description":"Name of the target in the configuration. No default.","allOf":[{"$ref":"#/definitions/name"}],"tsType":"string"},"runtime":{"description":"What runs the model there. No default.","enum":["onnxruntime-node/cpu","onnxruntime-web/wasm","onnxruntime-web/webgpu"]},"threads":{"description":"Threads of one inference. A count. No default.","type":"integer","minimum":1},"file":{"description":"Path of the ONNX file, relative to the manifest, with '/'. No default.","type":"string","pattern":"^[^/\\\\].*\\.onnx$"},"sha256":{"description":"SHA-256 of the file, hexadecimal. No default.","allOf":[{"$ref":"#/definitions/sha256"}],"tsType":"string"},"sizeBytes":{"description":"Size of the file. Bytes. No default.","allOf":[{"$ref":"#/definitions/count"}],"tsType":"number"}}};

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.model === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "model"},message:"must have required property '"+"model"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.name === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.runtime === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runtime"},message:"must have required property '"+"runtime"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.threads === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "threads"},message:"must have required property '"+"threads"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.file === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "file"},message:"must have required property '"+"file"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.sha256 === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sha256"},message:"must have required property '"+"sha256"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.sizeBytes === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sizeBytes"},message:"must have required property '"+"sizeBytes"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "model") || (key0 === "name")) || (key0 === "runtime")) || (key0 === "threads")) || (key0 === "file")) || (key0 === "sha256")) || (key0 === "sizeBytes"))){
const err7 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.model !== undefined){
let data0 = data.model;
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
const err8 = {instancePath:instancePath+"/model",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data0};
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
const err9 = {instancePath:instancePath+"/model",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
const err10 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",parentSchema:schema13,data:data1};
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
const err11 = {instancePath:instancePath+"/name",schemaPath:"#/definitions/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.runtime !== undefined){
let data2 = data.runtime;
if(!(((data2 === "onnxruntime-node/cpu") || (data2 === "onnxruntime-web/wasm")) || (data2 === "onnxruntime-web/webgpu"))){
const err12 = {instancePath:instancePath+"/runtime",schemaPath:"#/properties/runtime/enum",keyword:"enum",params:{allowedValues: schema33.properties.runtime.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.runtime.enum,parentSchema:schema33.properties.runtime,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.threads !== undefined){
let data3 = data.threads;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err13 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.threads.type,parentSchema:schema33.properties.threads,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
const err14 = {instancePath:instancePath+"/threads",schemaPath:"#/properties/threads/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.threads,data:data3};
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
if(data.file !== undefined){
let data4 = data.file;
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err15 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/pattern",keyword:"pattern",params:{pattern: "^[^/\\\\].*\\.onnx$"},message:"must match pattern \""+"^[^/\\\\].*\\.onnx$"+"\"",schema:"^[^/\\\\].*\\.onnx$",parentSchema:schema33.properties.file,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.file.type,parentSchema:schema33.properties.file,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data5 = data.sha256;
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
const err17 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},message:"must match pattern \""+"^[0-9a-f]{64}$"+"\"",schema:"^[0-9a-f]{64}$",parentSchema:schema15,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/sha256",schemaPath:"#/definitions/sha256/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.sizeBytes !== undefined){
let data6 = data.sizeBytes;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err19 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.type,parentSchema:schema16,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err20 = {instancePath:instancePath+"/sizeBytes",schemaPath:"#/definitions/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16,data:data6};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}


function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="bespoke-manifest" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.version === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.models === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "models"},message:"must have required property '"+"models"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "version") || (key0 === "models")) || (key0 === "standIns"))){
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
if(data.version !== undefined){
let data0 = data.version;
if(1 !== data0){
const err3 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant",schema:1,parentSchema:schema11.properties.version,data:data0};
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
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate11(data1[i0], {instancePath:instancePath+"/models/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
}
else {
const err4 = {instancePath:instancePath+"/models",schemaPath:"#/properties/models/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.models.type,parentSchema:schema11.properties.models,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.standIns !== undefined){
let data3 = data.standIns;
if(Array.isArray(data3)){
if(data3.length < 1){
const err5 = {instancePath:instancePath+"/standIns",schemaPath:"#/properties/standIns/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema11.properties.standIns,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate19(data3[i1], {instancePath:instancePath+"/standIns/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/standIns",schemaPath:"#/properties/standIns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema11.properties.standIns.type,parentSchema:schema11.properties.standIns,data:data3};
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
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
